export interface PageRequest {
  /** The most items of a page. */
  readonly size: number
  /** The `next` of the previous page; undefined or empty for the first page. */
  readonly token: string | undefined
}

export interface Page<Item> {
  readonly items: readonly Item[]
  /** The token of the next page; undefined on the last one. */
  readonly next: string | undefined
}

/** One page of a list. A token is the index of a page's first item; `refuse` makes the error for an invalid one. */
export function pageOf<Item>(
  all: readonly Item[],
  { size, token }: PageRequest,
  refuse: (token: string) => Error,
): Page<Item> {
  const start = token === undefined || token === '' ? '0' : token
  if (!/^\d{1,9}$/.test(start)) throw refuse(start)
  const end = Number(start) + size
  return { items: all.slice(Number(start), end), next: end < all.length ? String(end) : undefined }
}
