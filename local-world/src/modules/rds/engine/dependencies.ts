import type { World } from '../../../kernel/module.ts'
import type { RunningNetwork } from '../../network/running.ts'
import type { Reachability } from './reachability.ts'
import type { ReplicationValves } from './replication-valves.ts'
import type { ServerProgram } from './server.ts'
import type { Snapshots } from './snapshots.ts'
import type { Template } from './template.ts'

/** What all instances of the running module share. */
export interface RdsDependencies {
  readonly world: World
  readonly network: RunningNetwork
  readonly program: ServerProgram
  readonly template: Template
  readonly valves: ReplicationValves
  readonly reachability: Reachability
  readonly snapshots: Snapshots
  /** An injected failure: while it is broken, no old writer can be fenced. */
  readonly fencing: { isBroken: boolean }
  /** The module's folder inside the world's run folder. */
  readonly folder: string
}
