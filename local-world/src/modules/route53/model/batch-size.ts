import type { Change } from './changes.ts'

/** Limits of one ChangeResourceRecordSets request. */
const MAX_RECORDS = 1_000
const MAX_VALUE_CHARACTERS = 32_000

/** Which limit a batch exceeds, or undefined. An UPSERT counts twice; an alias counts as one record without a value. */
export function oversize(changes: readonly Change[]): string | undefined {
  const weighted = changes.map(({ action, record }) => ({
    times: action === 'UPSERT' ? 2 : 1,
    records: record.alias ? 1 : record.values.length,
    characters: record.values.reduce((total, value) => total + value.length, 0),
  }))
  const sum = (size: 'records' | 'characters') =>
    weighted.reduce((total, part) => total + part.times * part[size], 0)
  if (sum('records') > MAX_RECORDS) return `Number of records limit of ${MAX_RECORDS} exceeded.`
  if (sum('characters') > MAX_VALUE_CHARACTERS)
    return `Number of characters in values limit of ${MAX_VALUE_CHARACTERS} exceeded.`
  return undefined
}
