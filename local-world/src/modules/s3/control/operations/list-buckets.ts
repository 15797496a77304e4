import type { RawAnswer } from '../../../../kernel/wire-service.ts'
import type { S3Control } from '../context.ts'
import { document } from '../xml.ts'

/** Buckets of all regions, whichever region is asked. */
export const listBuckets =
  ({ store, startedAtMs }: S3Control) =>
  (): RawAnswer => {
    const buckets = [...store.buckets].sort((left, right) => left.name.localeCompare(right.name))
    return document('ListAllMyBucketsResult', [
      ['Owner', [['ID', 'local']]],
      [
        'Buckets',
        buckets.map(
          ({ name, region }) =>
            [
              'Bucket',
              [
                ['Name', name],
                ['CreationDate', new Date(startedAtMs).toISOString()],
                ['BucketRegion', region],
                ['BucketArn', `arn:aws:s3:::${name}`],
              ],
            ] as const,
        ),
      ],
    ])
  }
