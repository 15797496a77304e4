import type { ColumnMetadata, Field } from '@aws-sdk/client-rds-data'
import type pg from 'pg'

/** PostgreSQL's type OIDs, for the types that the Data API does not return as text. */
const TYPES: Readonly<Record<number, string>> = {
  16: 'bool',
  20: 'int8',
  21: 'int2',
  23: 'int4',
  700: 'float4',
  701: 'float8',
}

export const toColumn = ({ name, dataTypeID }: pg.FieldDef): ColumnMetadata => ({
  name,
  label: name,
  typeName: TYPES[dataTypeID] ?? 'text',
})

/** Values arrive in PostgreSQL's text format. */
export function toField(text: string | null, field: pg.FieldDef | undefined): Field {
  const value = plain(text, field)
  if (value === null) return { isNull: true }
  if (typeof value === 'boolean') return { booleanValue: value }
  if (typeof value === 'string') return { stringValue: value }
  return TYPES[field?.dataTypeID ?? 0]?.startsWith('int') ? { longValue: value } : { doubleValue: value }
}

export const toJson = (
  row: readonly (string | null)[],
  fields: readonly pg.FieldDef[],
): Record<string, unknown> =>
  Object.fromEntries(fields.map((field, at) => [field.name, plain(row[at] ?? null, field)]))

function plain(text: string | null, field: pg.FieldDef | undefined): string | number | boolean | null {
  const type = TYPES[field?.dataTypeID ?? 0]
  if (text === null || type === undefined) return text
  return type === 'bool' ? text === 't' : Number(text)
}
