import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../world/module.ts'
import type { AdministratorConnection } from './engine/administration.ts'
import type { LogPosition } from './engine/position.ts'
import type { Synchronization } from './model/cluster-status.ts'
import type { InstanceStatus } from './model/instance-status.ts'

export type { AdministratorConnection, LogPosition }

/** One server of a database as it is now. */
export interface DatabaseInstance {
  readonly id: string
  readonly clusterId: string
  readonly globalClusterId: string | undefined
  readonly region: RegionId
  readonly role: 'writer' | 'reader'
  readonly status: InstanceStatus
  /** Of its cluster with the writer's; `connected` in the writer's own. */
  readonly synchronization: Synchronization
  /** Its name inside the world, port 5432. */
  readonly endpoint: string
  /** Private address in its subnet. */
  readonly address: string
  /** Where it really listens, on 127.0.0.1. */
  readonly loopbackPort: number
  /** Log of its server, for people. */
  readonly logFile: string
}

/** The running databases: what other modules, the console and tests may ask of them. */
export interface RunningRds extends RunningModule {
  instances(): readonly DatabaseInstance[]
  /** Asks the server itself; rejects while it is down. */
  position(instanceId: string): Promise<LogPosition>
  /** Superuser access past network and names, for tests and for the world itself. */
  administrate(instanceId: string): AdministratorConnection
  /** Ends a server without a word, as a host that fails. RDS notices and starts it again after a delay. */
  kill(instanceId: string): Promise<void>
  /** Shuts a server down and leaves it down; its address stays. */
  stop(instanceId: string): Promise<void>
  /** Starts a stopped server again; resolves when it answers. */
  start(instanceId: string): Promise<void>
  /** Calls back at every change of an instance's status or of a cluster's synchronisation. */
  onChange(listener: () => void): () => void
}
