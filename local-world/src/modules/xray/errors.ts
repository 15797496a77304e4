/** The program describes a sampling rule or a group that X-Ray would refuse. */
export class XRayPlanError extends Error {
  override readonly name = 'XRayPlanError'
  readonly code = 'MERIDIAN_XRAY_INVALID'

  constructor(subject: string, message: string) {
    super(`"${subject}": ${message}`)
  }
}
