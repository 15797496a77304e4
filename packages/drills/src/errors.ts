import { ToolError } from '@meridian/operator-tools'

/** The failure endpoint could not do what a drill asked for. */
export class FailureNotInjectedError extends ToolError {
  constructor(what: string) {
    super('MERIDIAN_DRILL_FAILURE_NOT_INJECTED', what)
  }
}
