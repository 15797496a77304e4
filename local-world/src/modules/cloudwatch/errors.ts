/** The program describes an alarm that CloudWatch would refuse, or that the local world does not support. Yours to fix. */
export class CloudWatchPlanError extends Error {
  readonly code = 'MERIDIAN_CLOUDWATCH_INVALID'

  constructor(alarm: string, message: string) {
    super(`Alarm "${alarm}": ${message}`)
    this.name = 'CloudWatchPlanError'
  }
}
