import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { AdministratorConnection } from './engine/administration.ts'
import type { LogPosition } from './engine/position.ts'
import type { OpenedSnapshot } from './engine/snapshots.ts'
import type { Synchronization } from './model/cluster-status.ts'
import type { InstanceStatus } from './model/instance-status.ts'
import type { ClusterSnapshot } from './model/snapshot.ts'

export { lsnToBytes } from './model/log-position.ts'

/** One server of a database and its current state. */
export interface DatabaseInstance {
  readonly id: string
  readonly clusterId: string
  readonly globalClusterId: string | undefined
  readonly region: RegionId
  readonly role: 'writer' | 'reader'
  readonly status: InstanceStatus
  /** Between its cluster and the writer's; `connected` in the writer's own. */
  readonly synchronization: Synchronization
  /** Its name inside the world, port 5432. */
  readonly endpoint: string
  /** Private address in its subnet. */
  readonly address: string
  /** The port it really listens on, on 127.0.0.1. */
  readonly loopbackPort: number
  /** Its server's log, for people to read. */
  readonly logFile: string
}

/** The running databases, as other modules, the console and tests use them. */
export interface RunningRds extends RunningModule {
  instances(): readonly DatabaseInstance[]
  /** Asks the server itself; rejects while it is down. */
  position(instanceId: string): Promise<LogPosition>
  /** Superuser access that bypasses network and DNS, for tests and the world itself. */
  administrate(instanceId: string): AdministratorConnection
  /** Kills a server, like a host failure. RDS notices and restarts it after a delay. */
  kill(instanceId: string): Promise<void>
  /** Shuts a server down; it stays down and keeps its address. */
  stop(instanceId: string): Promise<void>
  /** Starts a stopped server again; resolves when it answers. */
  start(instanceId: string): Promise<void>
  /** Freezes every process of a server: connections hang, nothing is answered, RDS does not notice. */
  freeze(instanceId: string): Promise<void>
  /** Resumes a frozen server; does nothing to one that runs. */
  thaw(instanceId: string): Promise<void>
  /** Delays every WAL flush of the server by this much, at most 100 ms; 0 makes the disk normal again. */
  slowDisk(instanceId: string, ms: number): Promise<void>
  /** Holds the stream into a secondary region: its readers serve what they have, and a promotion there loses the rest. */
  pauseReplication(region: RegionId): void
  /** Delays the stream into a secondary region by this much. */
  delayReplication(region: RegionId, ms: number): void
  /** Ends a pause or a delay; what was held arrives. */
  resumeReplication(region: RegionId): void
  /** Kills every server of a region and keeps them down; RDS cannot act there until it is restored. */
  loseRegion(region: RegionId): Promise<void>
  /** Starts the servers of a lost region again; after a failover they are rebuilt as readers. */
  restoreRegion(region: RegionId): Promise<void>
  /** An injected failure: while it is broken, a failover's attempt to block the old primary's writes times out. */
  breakFencing(isBroken: boolean): void
  /** The snapshots taken at failovers; `DescribeDBClusterSnapshots` lists the same. */
  snapshots(): readonly ClusterSnapshot[]
  /**
   * Starts a temporary server on a copy of a snapshot. It has the rows that were acknowledged but not replicated:
   * compare by key with the writer. Dispose it after reading them.
   */
  openSnapshot(snapshotId: string): Promise<OpenedSnapshot>
  /** Where to run SQL over HTTP: undefined if the cluster does not exist, has no server, or has HTTP disabled. */
  httpServer(clusterArn: string): { readonly port: number } | undefined
  /** Calls back on every change of an instance's status or a cluster's synchronisation. */
  onChange(listener: () => void): () => void
}
