/** A fault of a drill or probe that has a name; `code` is stable and listed in docs/errors.md. */
export class DrillError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** `--target local` while no world runs in this checkout. */
export class WorldNotRunningError extends DrillError {
  constructor(file: string, options?: ErrorOptions) {
    super(
      'MERIDIAN_TARGET_WORLD_NOT_RUNNING',
      `No local world runs here: ${file} does not exist. Start one in another terminal with: npm start`,
      options,
    )
  }
}

/** The description of a target, or the stack outputs in it, cannot be used; all faults at once. */
export class TargetInvalidError extends DrillError {
  constructor(source: string, faults: readonly string[], nextStep: string) {
    super(
      'MERIDIAN_TARGET_INVALID',
      `${source} does not describe a target:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\n${nextStep}`,
    )
  }
}

/** A call to AWS, or to the world's control endpoint, did not get as far as an answer. */
export class AwsUnreachableError extends DrillError {
  constructor(message: string, options?: ErrorOptions) {
    super('MERIDIAN_AWS_UNREACHABLE', message, options)
  }
}

/** A probe got no answer, or one that makes no sense. */
export class ProbeFailedError extends DrillError {
  constructor(what: string, options?: ErrorOptions) {
    super('MERIDIAN_PROBE_FAILED', what, options)
  }
}

/** Carrying on would not be safe, or nobody has agreed to it: the command exits 3 and has changed nothing. */
export class OperationRefusedError extends DrillError {
  constructor(reason: string) {
    super('MERIDIAN_OPERATION_REFUSED', reason)
  }
}

/** The fault endpoint did not do what a drill asked of it. */
export class FaultNotInjectedError extends DrillError {
  constructor(what: string) {
    super('MERIDIAN_DRILL_FAULT_NOT_INJECTED', what)
  }
}

/** What a drill waited for did not come. */
export class DrillWaitedInVainError extends DrillError {
  constructor(awaited: string, waitedMs: number, lastSeen: string) {
    super(
      'MERIDIAN_DRILL_WAITED_IN_VAIN',
      `Waited ${(waitedMs / 1_000).toFixed(1)} s for ${awaited}; last seen: ${lastSeen}`,
    )
  }
}

/** A snapshot was restored, or its cluster deleted, and AWS did not say in time that it was done. */
export class SnapshotNotOpenedError extends DrillError {
  constructor(awaited: string, waitedMs: number) {
    super(
      'MERIDIAN_DRILL_SNAPSHOT_NOT_OPENED',
      `Waited ${waitedMs / 60_000} minutes for ${awaited}; look at it with: aws rds describe-db-clusters`,
    )
  }
}
