import type { NamingRule } from './rule.ts'

/** Types of the edge, DNS, certificates and firewalls. */
export const EDGE_NAMES: Readonly<Record<string, NamingRule>> = {}
