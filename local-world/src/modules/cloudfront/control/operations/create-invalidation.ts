import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type {
  CreateInvalidationRequest,
  CreateInvalidationResult,
  Invalidation,
} from '@aws-sdk/client-cloudfront'
import { AwsError } from '../../../../kernel/wire-service.ts'
import { type CloudFrontControl, distributionOrError } from '../context.ts'

const MOST_PATHS = 3_000
/** `*` is allowed only at the end; non-printable characters must be percent-encoded. */
const PATH = /^(?:\*|\/[\x21-\x29\x2b-\x7e]*\*?)$/

const resultOf = (distributionId: string, invalidation: Invalidation): CreateInvalidationResult => ({
  Location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distributionId}/invalidation/${invalidation.Id}`,
  Invalidation: invalidation,
})

/** A repeated caller reference returns the existing invalidation; nothing is removed twice. */
function repeated(
  distributionId: string,
  before: Invalidation,
  paths: readonly string[],
): CreateInvalidationResult {
  if (isDeepStrictEqual(before.InvalidationBatch?.Paths?.Items, paths))
    return resultOf(distributionId, before)
  throw new AwsError(
    'InvalidationBatchAlreadyExists',
    'You already sent a previous invalidation batch request with this CallerReference and other paths.',
  )
}
const ID_LENGTH = 13

export const createInvalidation =
  (control: CloudFrontControl) =>
  ({ DistributionId, InvalidationBatch }: CreateInvalidationRequest): CreateInvalidationResult => {
    const distribution = distributionOrError(control, DistributionId)
    const paths = InvalidationBatch?.Paths?.Items ?? []
    if (!InvalidationBatch || paths.length !== InvalidationBatch.Paths?.Quantity)
      throw new AwsError(
        'InconsistentQuantities',
        'The value of Quantity and the size of Items do not match.',
      )
    if (paths.length > MOST_PATHS)
      throw new AwsError('BatchTooLarge', `An invalidation has at most ${MOST_PATHS} paths.`, 413)
    const wrong = paths.find((path) => !PATH.test(path))
    if (wrong !== undefined)
      throw new AwsError(
        'InvalidArgument',
        `Your request contains one or more invalid invalidation paths: ${wrong}`,
      )
    const before = [...control.invalidations.entries()].find(
      ([key, { InvalidationBatch: batch }]) =>
        key.startsWith(`${distribution.id} `) && batch?.CallerReference === InvalidationBatch.CallerReference,
    )?.[1]
    if (before) return repeated(distribution.id, before, paths)
    control.invalidate(
      distribution.id,
      paths.map((path) => (path === '*' ? '/*' : path)),
    )
    const Id = `I${randomUUID().replaceAll('-', '').slice(0, ID_LENGTH).toUpperCase()}`
    const invalidation: Invalidation = {
      Id,
      Status: 'Completed',
      CreateTime: new Date(control.clock.now()),
      InvalidationBatch,
    }
    control.invalidations.set(`${distribution.id} ${Id}`, invalidation)
    return resultOf(distribution.id, invalidation)
  }
