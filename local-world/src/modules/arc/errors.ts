/** The program describes a routing control or safety rule that ARC would refuse, or that the local world does not support. */
export class ArcPlanError extends Error {
  override readonly name = 'ArcPlanError'
  readonly code = 'MERIDIAN_ARC_INVALID'
  /** The program's name for the resource with the problem. */
  readonly resource: string

  constructor(resource: string, message: string) {
    super(`${resource}: ${message}`)
    this.resource = resource
  }
}
