import type { Filter } from '@aws-sdk/client-rds'
import { pageOf } from '../../../kernel/page.ts'
import { awsErrors } from './aws-errors.ts'

export interface RecordsRequest {
  readonly MaxRecords?: number | undefined
  readonly Marker?: string | undefined
}

interface Records<Item> {
  readonly items: readonly Item[]
  readonly Marker?: string
}

const FEWEST_RECORDS = 20
const MOST_RECORDS = 100

/** One page of a list, with the marker of the next page if there is one. */
export function page<Item>(items: readonly Item[], request: RecordsRequest): Records<Item> {
  const size = request.MaxRecords ?? MOST_RECORDS
  if (size < FEWEST_RECORDS || size > MOST_RECORDS) throw awsErrors.badMaxRecords(size)
  const found = pageOf(items, { size, token: request.Marker }, awsErrors.badMarker)
  return { items: found.items, ...(found.next && { Marker: found.next }) }
}

/** Keeps the items that match every filter; an unknown filter is refused, not ignored. */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  values: Readonly<Record<string, (item: Item) => readonly string[]>>,
): readonly Item[] {
  return (filters ?? []).reduce<readonly Item[]>((kept, { Name = '', Values = [] }) => {
    const read = values[Name]
    if (!read) throw awsErrors.unrecognizedFilter(Name)
    return kept.filter((item) => read(item).some((value) => Values.includes(value)))
  }, items)
}
