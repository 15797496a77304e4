/** What is known of an object without reading it. */
export interface StoredObject {
  readonly key: string
  readonly size: number
  /** Quoted, as it travels. */
  readonly etag: string
  readonly modifiedAtMs: number
  readonly contentType: string
  /** Headers that a reader gets back: `x-amz-meta-…`, `cache-control`, checksums. */
  readonly headers: Readonly<Record<string, string>>
  readonly file: string
}
