/** An object's metadata. */
export interface StoredObject {
  readonly key: string
  readonly size: number
  /** Quoted, as sent on the wire. */
  readonly etag: string
  readonly modifiedAtMs: number
  readonly contentType: string
  /** Headers that are returned to readers: `x-amz-meta-…`, `cache-control`, checksums. */
  readonly headers: Readonly<Record<string, string>>
  readonly file: string
}
