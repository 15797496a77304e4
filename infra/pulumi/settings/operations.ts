import type { SettingsReader } from './reader.ts'

/** In what two stacks differ about alarms, scaling, canaries, budgets and experiments. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the next change
export interface OperationsSettings {}

export function readOperationsSettings(_reader: SettingsReader): OperationsSettings {
  return {}
}
