// S3's REST API, path-style and virtual-hosted-style, including presigned URLs.
// Absent: creating and configuring buckets (the program does), multipart uploads, versions, tags, ACLs.
// Differs: objects are read whole into memory, at most 100 MB; policies are not evaluated.
// Client quirks: SDK v3 sends bodies in chunks with a trailing checksum by default; some clients name the operation
// in the query (`x-id`), others do not.
import type { WireOperation, WireService } from '../../../kernel/wire-service.ts'
import { encodeS3Error } from './aws-errors.ts'
import type { S3Control } from './context.ts'
import { HONOURED } from './honoured.ts'
import { membersOf } from './members.ts'
import { copyObject } from './operations/copy-object.ts'
import { deleteObject } from './operations/delete-object.ts'
import { deleteObjects } from './operations/delete-objects.ts'
import { getBucketLocation } from './operations/get-bucket-location.ts'
import { getObject } from './operations/get-object.ts'
import { headBucket } from './operations/head-bucket.ts'
import { headObject } from './operations/head-object.ts'
import { listBuckets } from './operations/list-buckets.ts'
import { listObjects } from './operations/list-objects.ts'
import { listObjectsV2 } from './operations/list-objects-v2.ts'
import { putObject } from './operations/put-object.ts'
import { createS3Router } from './routing.ts'
import { UNKNOWN } from './unknown.ts'

/** Binds every implemented operation to the program's buckets. */
export function createS3Control(control: S3Control): WireService {
  return {
    scope: 's3',
    protocol: 'rest-xml',
    raw: { router: createS3Router, members: membersOf, encodeError: encodeS3Error },
    refusals: { invalid: 'InvalidArgument', malformed: 'InvalidArgument' },
    namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    schemas: () => import('@aws-sdk/client-s3') as unknown as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      CopyObject: copyObject(control),
      DeleteObject: deleteObject(control),
      DeleteObjects: deleteObjects(control),
      GetBucketLocation: getBucketLocation(control),
      GetObject: getObject(control),
      HeadBucket: headBucket(control),
      HeadObject: headObject(control),
      ListBuckets: listBuckets(control),
      ListObjects: listObjects(control),
      ListObjectsV2: listObjectsV2(control),
      PutObject: putObject(control),
    } satisfies Record<string, WireOperation>,
  }
}
