import type { SettingsReader } from './reader.ts'

/** In what two stacks differ about keys, records of what happens, backups and access. */
export interface AccountSettings {
  /** Days between two rotations of the database's login. The login before stays valid until the next one, so no task may live longer than this. */
  readonly secretRotationDays: number
}

export function readAccountSettings(reader: SettingsReader): AccountSettings {
  return {
    secretRotationDays: reader.number('secretRotationDays', 1, 365),
  }
}
