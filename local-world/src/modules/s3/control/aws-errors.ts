import type { RegionId } from '@meridian/topology'
import { AwsError, type RawAnswer, type RawRequest } from '../../../kernel/wire-service.ts'
import { type Elements, elements } from './xml.ts'

/** Clients follow its header to the bucket's region. */
export class WrongRegionError extends AwsError {
  readonly region: RegionId

  constructor(region: RegionId) {
    super(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint.',
      301,
    )
    this.region = region
  }
}

export const noSuchBucket = () => new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404)

export const noSuchKey = () => new AwsError('NoSuchKey', 'The specified key does not exist.', 404)

export const preconditionFailed = () =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)

export const methodNotAllowed = () =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405)

export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )

/** S3 errors name the resource and have no XML namespace; an answer to HEAD has no body. */
export function encodeS3Error(awsError: AwsError, { id, method, url }: RawRequest): RawAnswer {
  const list: Elements = [
    ['Code', awsError.code],
    ['Message', awsError.message],
    ['Resource', url.pathname],
    ['RequestId', id],
  ]
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements(list)}</Error>`
  return {
    status: awsError.status,
    headers: {
      'content-type': 'application/xml',
      ...(awsError instanceof WrongRegionError && { 'x-amz-bucket-region': awsError.region }),
    },
    body: method === 'HEAD' ? '' : body,
  }
}
