// Releases and restores, as the page requests and displays them.
import type { RegionId, ServiceName } from '@meridian/topology'

export interface ReleaseRequest {
  readonly region: RegionId
  readonly service: ServiceName
  readonly digest: string
}

export interface ReleasePlan extends ReleaseRequest {
  /** The gate: whether a release may start now. */
  readonly checks: readonly { readonly name: string; readonly verdict: string; readonly detail: string }[]
  readonly isRefused: boolean
  /** Secondaries first, the writer's region last. */
  readonly order: readonly RegionId[]
  readonly calls: readonly string[]
}

/** The image that each service runs; without a digest if it was started by a tag. */
export interface RunningImageView {
  readonly region: RegionId
  readonly service: ServiceName
  readonly digest: string | undefined
}

/** A snapshot that can be restored. */
export interface SnapshotView {
  readonly region: RegionId
  readonly id: string
  readonly clusterId: string
  readonly status: string
  readonly takenAt: string | undefined
}

export interface SnapshotsView {
  readonly snapshots: readonly SnapshotView[]
  /** Commands to go back to a moment before a mistake; only for AWS. */
  readonly pointInTime: readonly string[]
}

export type RestoreRequest = Pick<SnapshotView, 'region' | 'id'>

export interface RestorePlan extends RestoreRequest {
  readonly calls: readonly string[]
}

/** A row of the snapshot that the site does not have. */
export interface LostLead {
  readonly id: string
  readonly acceptedBy: string
  readonly at: string
}

/** The release or restore that this console started last. */
export interface ProcedureView {
  readonly title: string
  readonly startedAt: number
  readonly isEnded: boolean
  readonly says: readonly { readonly at: number; readonly text: string }[]
  readonly checks: ReleasePlan['checks']
  readonly lost: readonly LostLead[]
  readonly problem: string | undefined
}
