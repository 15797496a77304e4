import type { Clock } from '../../../kernel/clock.ts'
import type { Journal } from '../../../kernel/journal.ts'
import type { Rotations } from '../engine/rotation.ts'
import type { SecretStore } from '../model/secret-store.ts'

/** Dependencies of this control plane's operations. */
export interface SecretsManagerControl {
  readonly store: SecretStore
  readonly rotations: Rotations
  readonly clock: Clock
  readonly journal: Journal
}
