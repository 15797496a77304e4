import type { Clock } from '../../../kernel/clock.ts'
import type { RawRequest, WireContext } from '../../../kernel/wire-service.ts'
import type { ObjectStore } from '../engine/object-store.ts'
import type { BucketPlan } from '../plan/plan.ts'
import { subjectOf } from './addressing.ts'
import { noSuchBucket, WrongRegionError } from './aws-errors.ts'

/** Dependencies of this control plane's operations. */
export interface S3Control {
  readonly store: ObjectStore
  readonly clock: Clock
  /** When the program's buckets were created. */
  readonly startedAtMs: number
}

/** The bucket that a request names; it answers only in its own region. */
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

/** The address of an existing or future object. */
export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}

export function objectAddress(control: S3Control, request: RawRequest, context: WireContext): ObjectAddress {
  const { name } = bucketOrError(control, request, context)
  return { bucket: name, key: subjectOf(request).key }
}
