import type { Clock } from '../../../kernel/clock.ts'
import type { RawRequest, WireContext } from '../../../kernel/wire-service.ts'
import type { ObjectStore } from '../engine/object-store.ts'
import type { BucketPlan } from '../plan/plan.ts'
import { subjectOf } from './addressing.ts'
import { noSuchBucket, WrongRegionError } from './aws-errors.ts'

/** What the operations act on. */
export interface S3Control {
  readonly store: ObjectStore
  readonly clock: Clock
  /** When the program's buckets were made. */
  readonly startedAtMs: number
}

/** The bucket that a request names; it answers in its own region only. */
export function bucketOrError(
  { store }: S3Control,
  request: RawRequest,
  { region }: WireContext,
): BucketPlan {
  const { bucket: name = '' } = subjectOf(request)
  const bucket = store.bucket(name)
  if (!bucket) throw noSuchBucket()
  if (bucket.region !== region) throw new WrongRegionError(bucket.region)
  return bucket
}

/** Where an object is, or would be. */
export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}

export function objectAddress(control: S3Control, request: RawRequest, context: WireContext): ObjectAddress {
  const { name } = bucketOrError(control, request, context)
  return { bucket: name, key: subjectOf(request).key }
}
