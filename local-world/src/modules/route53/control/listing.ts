import { invalidInput } from './aws-errors.ts'

interface PageInput {
  readonly MaxItems?: number | undefined
  readonly Marker?: string | undefined
}

/** One page, with the members of Route 53's lists. */
export interface ListPage<Item> {
  readonly items: readonly Item[]
  readonly about: {
    readonly Marker: string
    readonly IsTruncated: boolean
    readonly MaxItems: number
    readonly NextMarker?: string
  }
}

const MOST_ITEMS = 100

/** A marker is the id of a page's first item. Source: API reference, ListHealthChecks. */
export function pageByMarker<Item extends { readonly id: string }>(
  all: readonly Item[],
  { Marker = '', MaxItems }: PageInput,
): ListPage<Item> {
  const limit = Math.min(Number(MaxItems ?? MOST_ITEMS), MOST_ITEMS)
  const start = Marker === '' ? 0 : all.findIndex(({ id }) => id === Marker)
  if (start < 0) throw invalidInput(`The marker ${Marker} is not the id of anything in this list.`)
  const next = all[start + limit]
  return {
    items: all.slice(start, start + limit),
    about: {
      Marker,
      IsTruncated: next !== undefined,
      MaxItems: limit,
      ...(next && { NextMarker: next.id }),
    },
  }
}
