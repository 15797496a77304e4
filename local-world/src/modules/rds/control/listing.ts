import type { Filter } from '@aws-sdk/client-rds'
import { faults } from './aws-errors.ts'

export interface PageRequest {
  readonly MaxRecords?: number | undefined
  readonly Marker?: string | undefined
}

const FEWEST_RECORDS = 20
const MOST_RECORDS = 100

/** One page of a list, and the marker of the next one when there is more. */
export function page<Item>(items: readonly Item[], request: PageRequest): { items: Item[]; Marker?: string } {
  const size = request.MaxRecords ?? MOST_RECORDS
  if (size < FEWEST_RECORDS || size > MOST_RECORDS) throw faults.badMaxRecords(size)
  const from = request.Marker === undefined || request.Marker === '' ? 0 : Number(request.Marker)
  if (!Number.isInteger(from) || from < 0) throw faults.badMarker()
  const end = from + size
  const found = items.slice(from, end)
  return end < items.length ? { items: found, Marker: String(end) } : { items: found }
}

/** Keeps what every filter allows; a filter that RDS does not know is refused, not ignored. */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Filter[] | undefined,
  values: Readonly<Record<string, (item: Item) => readonly string[]>>,
): readonly Item[] {
  return (filters ?? []).reduce<readonly Item[]>((kept, { Name = '', Values = [] }) => {
    const read = values[Name]
    if (!read) throw faults.unrecognizedFilter(Name)
    return kept.filter((item) => read(item).some((value) => Values.includes(value)))
  }, items)
}
