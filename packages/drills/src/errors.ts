import { ToolError } from '@meridian/operator-tools'

/** The fault endpoint did not do what a drill asked of it. */
export class FaultNotInjectedError extends ToolError {
  constructor(what: string) {
    super('MERIDIAN_DRILL_FAULT_NOT_INJECTED', what)
  }
}
