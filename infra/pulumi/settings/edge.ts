import type { SettingsReader } from './reader.ts'

/** In what two stacks differ about the edge, names, certificates and load balancers. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the next change
export interface EdgeSettings {}

export function readEdgeSettings(_reader: SettingsReader): EdgeSettings {
  return {}
}
