export type CloudFrontErrorCode =
  | 'MERIDIAN_CLOUDFRONT_ORIGIN_GROUP'
  | 'MERIDIAN_CLOUDFRONT_ORIGIN'
  | 'MERIDIAN_CLOUDFRONT_BEHAVIOR'
  | 'MERIDIAN_CLOUDFRONT_POLICY'
  | 'MERIDIAN_CLOUDFRONT_FUNCTION'
  | 'MERIDIAN_CLOUDFRONT_CERTIFICATE'

/** The program asks for something that CloudFront would refuse or the local world does not support. */
export class CloudFrontPlanError extends Error {
  readonly code: CloudFrontErrorCode
  /** The program's name for the resource with the problem. */
  readonly resource: string

  constructor(code: CloudFrontErrorCode, resource: string, message: string) {
    super(`${resource}: ${message}`)
    this.name = 'CloudFrontPlanError'
    this.code = code
    this.resource = resource
  }
}
