/** Anything that stops a rotation; Secrets Manager logs it and retries the step. */
abstract class RotationError extends Error {
  abstract readonly code: `MERIDIAN_ROTATION_${string}`

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The function's environment is invalid; `problems` names each variable. */
export class RotationMisconfiguredError extends RotationError {
  readonly code = 'MERIDIAN_ROTATION_MISCONFIGURED'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The environment has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    )
    this.problems = problems
  }
}

/** The event is not one that Secrets Manager sends for a rotation. */
export class UnexpectedEventError extends RotationError {
  readonly code = 'MERIDIAN_ROTATION_UNEXPECTED_EVENT'
}

/** The secret does not hold a login. */
export class UnreadableLoginError extends RotationError {
  readonly code = 'MERIDIAN_ROTATION_UNREADABLE_LOGIN'
}

/** None of the addresses leads to a server that accepts writes. */
export class WriterNotFoundError extends RotationError {
  readonly code = 'MERIDIAN_ROTATION_WRITER_NOT_FOUND'

  constructor(hosts: readonly string[], reasons: readonly unknown[]) {
    const each = hosts.map((host, index) => `  - ${host}: ${sentence(reasons[index])}`)
    super(
      `No address leads to a server that takes writes:\n${each.join('\n')}\nA failover may be under way; Secrets Manager tries again.`,
      { cause: reasons[0] },
    )
  }
}

/** Neither login that the secret knows may set the other's password. */
export class LoginsRefusedError extends RotationError {
  readonly code = 'MERIDIAN_ROTATION_LOGINS_REFUSED'

  constructor(username: string, cause: unknown) {
    super(
      `No stored login may set the password of "${username}": give the current one a password by ModifyDBCluster, store it with PutSecretValue, and rotate again`,
      { cause },
    )
  }
}

function sentence(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
