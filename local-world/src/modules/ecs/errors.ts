export type EcsErrorCode =
  | 'MERIDIAN_ECS_BUNDLE_FAILED'
  | 'MERIDIAN_ECS_INVALID'
  | 'MERIDIAN_ECS_NOT_INTERPRETED'
  | 'MERIDIAN_ECS_IMAGE_UNKNOWN'
  | 'MERIDIAN_ECS_SECRET_UNREADABLE'
  | 'MERIDIAN_ECS_NOT_FOUND'
  | 'MERIDIAN_ECS_NOT_STEADY'

/** The program describes tasks that AWS would refuse or that cannot run here; `code` says which. */
export class EcsError extends Error {
  override readonly name = 'EcsError'
  readonly code: EcsErrorCode

  constructor(code: EcsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
