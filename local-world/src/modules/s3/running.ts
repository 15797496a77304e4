import type { RunningModule } from '../../kernel/module.ts'

/** An object as an AWS service reads it. */
interface ServedObject {
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

/** The service that reads an object, and the resource on whose behalf. */
interface ServiceReader {
  /** `cloudfront.amazonaws.com` */
  readonly service: string
  readonly sourceArn: string
}

/** S3 as other modules use it. */
export interface RunningS3 extends RunningModule {
  /** Undefined if the bucket's policy denies access or the object does not exist: S3 answers both with 403. */
  readFor(reader: ServiceReader, bucket: string, key: string): Promise<ServedObject | undefined>
}
