import type { StoredObject } from './stored-object.ts'

export interface ListingRequest {
  readonly prefix: string
  readonly delimiter: string
  /** Keys and common prefixes after this one (exclusive). */
  readonly after: string
  readonly most: number
}

export interface Listing {
  readonly objects: readonly StoredObject[]
  readonly commonPrefixes: readonly string[]
  /** The last name of this page if there are more pages. */
  readonly next: string | undefined
}

/** One page of a bucket: everything under a delimiter counts as one common prefix. */
export function listPage(all: readonly StoredObject[], request: ListingRequest): Listing {
  const { prefix, delimiter, after, most } = request
  const objects: StoredObject[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  for (const object of all) {
    if (!object.key.startsWith(prefix)) continue
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length)
    const common = end < 0 ? undefined : object.key.slice(0, end + delimiter.length)
    const name = common ?? object.key
    if (name <= after || name === commonPrefixes.at(-1)) continue
    if (objects.length + commonPrefixes.length === most) return { objects, commonPrefixes, next: last }
    if (common === undefined) objects.push(object)
    else commonPrefixes.push(common)
    last = name
  }
  return { objects, commonPrefixes, next: undefined }
}
