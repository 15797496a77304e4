import type { RecordedType } from './recorded-type.ts'

/** Types of alarms, scaling, canaries, budgets and experiments that have no effect here. */
export const OPERATIONS_TYPES: Readonly<Record<string, RecordedType>> = {}
