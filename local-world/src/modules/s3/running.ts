import type { RunningModule } from '../../kernel/module.ts'

/** An object as a service of AWS reads it. */
interface ServedObject {
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

/** Which service asks for an object, and on behalf of which resource. */
interface ServiceReader {
  /** `cloudfront.amazonaws.com` */
  readonly service: string
  readonly sourceArn: string
}

/** S3's objects as other modules see them. */
export interface RunningS3 extends RunningModule {
  /** Undefined where the bucket's policy does not allow it, or there is no such object: S3 answers both alike, with 403. */
  readFor(reader: ServiceReader, bucket: string, key: string): Promise<ServedObject | undefined>
}
