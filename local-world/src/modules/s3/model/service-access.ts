import { authorize, readPolicy } from '@meridian/iam'

/** A statement of a bucket's policy, as the program gives it. */
export type BucketStatement = Readonly<Record<string, unknown>>

export interface ServiceRead {
  readonly service: string
  readonly sourceArn: string
  readonly objectArn: string
}

/** Whether a bucket's policy lets a service read an object on behalf of one of its resources. */
export function allowsServiceRead(statements: readonly BucketStatement[], read: ServiceRead): boolean {
  const { service, sourceArn, objectArn } = read
  return authorize(
    {
      caller: { kind: 'service', service },
      action: 's3:GetObject',
      resource: objectArn,
      // Edges use only HTTPS to reach S3.
      context: { 'aws:SourceArn': sourceArn, 'aws:SecureTransport': 'true' },
    },
    { resource: readPolicy({ Statement: statements }, 'bucket policy') },
  ).isAllowed
}
