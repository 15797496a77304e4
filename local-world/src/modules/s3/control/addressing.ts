import { AwsError, type RawRequest } from '../../../kernel/wire-service.ts'

/** The target of a request: the account (ListBuckets), a bucket, or an object. */
export interface Subject {
  readonly bucket: string | undefined
  readonly key: string
}

/** `bucket.s3.us-east-1.amazonaws.com`, `bucket.s3.amazonaws.com`, `bucket.localhost`. */
const VIRTUAL_HOST = /^(?<bucket>[a-z0-9][a-z0-9.-]+)\.(?:s3[.-][a-z0-9.-]+|s3|localhost)(?::\d+)?$/

/** The bucket is in the host name, or first in the path. */
export function subjectOf({ headers, url }: Pick<RawRequest, 'headers' | 'url'>): Subject {
  const path = url.pathname.slice(1)
  const virtual = VIRTUAL_HOST.exec(headers.host ?? '')?.groups?.bucket
  if (virtual !== undefined) return { bucket: virtual, key: decoded(path) }
  const slash = path.indexOf('/')
  const bucket = slash < 0 ? path : path.slice(0, slash)
  return {
    bucket: bucket === '' ? undefined : decoded(bucket),
    key: slash < 0 ? '' : decoded(path.slice(slash + 1)),
  }
}

/** Percent-decodes text of a URL. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.")
  }
}
