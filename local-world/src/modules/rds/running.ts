import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { AdministratorConnection } from './engine/administration.ts'
import type { LogPosition } from './engine/position.ts'
import type { OpenedSnapshot } from './engine/snapshots.ts'
import type { Synchronization } from './model/cluster-status.ts'
import type { InstanceStatus } from './model/instance-status.ts'
import type { ClusterSnapshot } from './model/snapshot.ts'

export { lsnToBytes } from './model/log-position.ts'

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
  /** Kills a server, as a failing host does. RDS notices and starts it again after a delay. */
  kill(instanceId: string): Promise<void>
  /** Shuts a server down and leaves it down; its address stays. */
  stop(instanceId: string): Promise<void>
  /** Starts a stopped server again; resolves when it answers. */
  start(instanceId: string): Promise<void>
  /** Stops every process of a server where it stands: connections hang, nothing is answered, RDS does not notice. */
  freeze(instanceId: string): Promise<void>
  /** Lets a frozen server go on; does nothing to one that runs. */
  thaw(instanceId: string): Promise<void>
  /** Every flush of the server's log takes this much longer, at most 100 ms; 0 makes the disk normal again. */
  slowDisk(instanceId: string, ms: number): Promise<void>
  /** Holds the stream into a secondary region: its readers serve what they have, and a promotion there loses the rest. */
  pauseReplication(region: RegionId): void
  /** Lets the stream into a secondary region arrive this much later. */
  delayReplication(region: RegionId, ms: number): void
  /** Ends a pause or a delay; what was held arrives. */
  resumeReplication(region: RegionId): void
  /** Kills every server of a region and keeps them down; RDS cannot act there until it is restored. */
  loseRegion(region: RegionId): Promise<void>
  /** Starts the servers of a lost region again; after a failover they are rebuilt as readers. */
  restoreRegion(region: RegionId): Promise<void>
  /** An injected failure: while it is broken, a failover's attempt to block the old primary's writes times out. */
  breakFencing(isBroken: boolean): void
  /** What clusters held that were promoted over; `DescribeDBClusterSnapshots` lists the same. */
  snapshots(): readonly ClusterSnapshot[]
  /**
   * Starts a throw-away server over a copy of a snapshot. Rows that were acknowledged and not replicated are found there:
   * compare by key with the writer. Dispose it when they are listed.
   */
  openSnapshot(snapshotId: string): Promise<OpenedSnapshot>
  /** Where SQL over HTTP may be run: undefined for a cluster that is not there, has no server, or was not opened for it. */
  httpServer(clusterArn: string): { readonly port: number } | undefined
  /** Calls back at every change of an instance's status or of a cluster's synchronisation. */
  onChange(listener: () => void): () => void
}
