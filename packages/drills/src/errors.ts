import { ToolError } from '@meridian/operator-tools'

/** The failure endpoint did not do what a drill asked of it. */
export class FailureNotInjectedError extends ToolError {
  constructor(what: string) {
    super('MERIDIAN_DRILL_FAILURE_NOT_INJECTED', what)
  }
}
