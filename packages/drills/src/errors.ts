import { ToolError } from '@meridian/operator-tools'

/** The fault endpoint did not do what a drill asked of it. */
export class FaultNotInjectedError extends ToolError {
  constructor(what: string) {
    super('MERIDIAN_DRILL_FAULT_NOT_INJECTED', what)
  }
}

/** What a drill waited for did not come. */
export class DrillWaitedInVainError extends ToolError {
  constructor(awaited: string, waitedMs: number, lastSeen: string) {
    super(
      'MERIDIAN_DRILL_WAITED_IN_VAIN',
      `Waited ${(waitedMs / 1_000).toFixed(1)} s for ${awaited}; last seen: ${lastSeen}`,
    )
  }
}
