import type { SettingsReader } from './reader.ts'

/** In what two stacks differ about keys, records of what happens, backups and access. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the next change
export interface AccountSettings {}

export function readAccountSettings(_reader: SettingsReader): AccountSettings {
  return {}
}
