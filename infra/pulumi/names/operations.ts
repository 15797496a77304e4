import type { NamingRule } from './rule.ts'

/** Types of alarms, scaling, canaries, budgets and experiments. */
export const OPERATIONS_NAMES: Readonly<Record<string, NamingRule>> = {}
