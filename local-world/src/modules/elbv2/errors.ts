export type LoadBalancingErrorCode =
  | 'MERIDIAN_ELBV2_NOT_INTERPRETED'
  | 'MERIDIAN_ELBV2_INVALID'
  | 'MERIDIAN_ELBV2_TARGET_GROUP_NOT_FOUND'
  | 'MERIDIAN_ELBV2_LOAD_BALANCER_NOT_FOUND'

/** The program describes load balancing that AWS would refuse or the local world does not support; `code` says which. */
export class LoadBalancingError extends Error {
  override readonly name = 'LoadBalancingError'
  readonly code: LoadBalancingErrorCode

  constructor(code: LoadBalancingErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
