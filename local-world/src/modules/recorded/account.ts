import type { RecordedType } from './recorded-type.ts'

/** Types of keys, audit, backups and access that have no effect here. */
export const ACCOUNT_TYPES: Readonly<Record<string, RecordedType>> = {}
