export type Route53ErrorCode =
  | 'MERIDIAN_ROUTE53_RECORD_INVALID'
  | 'MERIDIAN_ROUTE53_POLICY_MIXED'
  | 'MERIDIAN_ROUTE53_POLICY_UNSUPPORTED'
  | 'MERIDIAN_ROUTE53_ALIAS_TARGET'
  | 'MERIDIAN_ROUTE53_HEALTH_CHECK_INVALID'
  | 'MERIDIAN_ROUTE53_ZONE_INVALID'

/** The program asks for something that Route 53 would refuse, or that the local world does not support. */
export class Route53PlanError extends Error {
  readonly code: Route53ErrorCode
  /** The program's name for the resource with the problem. */
  readonly resource: string

  constructor(code: Route53ErrorCode, resource: string, message: string) {
    super(`${resource}: ${message}`)
    this.name = 'Route53PlanError'
    this.code = code
    this.resource = resource
  }
}
