import type { RecordedType } from './recorded-type.ts'

/** Types of the edge, DNS, certificates and firewalls that have no effect here. */
export const EDGE_TYPES: Readonly<Record<string, RecordedType>> = {}
