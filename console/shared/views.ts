// The data of each source: the contract between the backend and the page.
import type { HealthCheckNow } from '@meridian/operator-tools'
import type { CityId, RegionId } from '@meridian/topology'
import type { OperationView } from './operations.ts'

/** Of the whole global database, measured at the writer's cluster. */
export interface CommitView {
  readonly commitsPerSecond: number | undefined
}

export interface DatabaseView {
  readonly id: string
  readonly status: string
  readonly engineVersion: string
  readonly members: readonly {
    readonly region: RegionId
    readonly isWriter: boolean
    readonly synchronization: string
  }[]
  /** A switchover or failover in progress. */
  readonly roleChange?: { readonly status: string; readonly to: RegionId | undefined }
  /** Regions whose control planes answered. */
  readonly answeredBy: readonly RegionId[]
  /** The control planes name different writers. */
  readonly disagrees: boolean
}

export interface ServiceView {
  readonly name: string
  readonly desired: number
  readonly running: number
  readonly pending: number
  /** The revision of its task definition, such as `meridian-frontend:3`. */
  readonly revision: string
  readonly image: string
  readonly rollout: string
  readonly deployedAt: string | undefined
}

export interface TargetView {
  readonly service: string
  readonly id: string
  readonly state: string
  readonly reason: string | undefined
}

export interface RegionServicesView {
  readonly services: readonly ServiceView[]
  readonly targets: readonly TargetView[]
}

interface InstanceView {
  readonly id: string
  readonly class: string
  readonly status: string
  readonly zone: string
  readonly isWriter: boolean
}

export interface RegionDatabaseView {
  readonly clusterId: string
  readonly status: string
  readonly instances: readonly InstanceView[]
}

/** Times (ms) and their values; a missing value is null. */
export interface Series {
  readonly times: readonly number[]
  readonly values: readonly (number | null)[]
}

export interface LagView {
  /** For the newest period with data: a minute in the local world, five on AWS, which publishes one value per minute. */
  readonly p50Ms: number | undefined
  readonly p95Ms: number | undefined
  readonly p99Ms: number | undefined
  /** What a failover to the region would lose now. */
  readonly rpoMs: number | undefined
  readonly curve: Series
}

/** Traffic of one region's load balancer. */
export interface TrafficView {
  readonly requestsPerSecond: number | undefined
  readonly errorsPerSecond: number | undefined
  readonly p95Ms: number | undefined
  readonly curve: Series
}

export interface AlarmView {
  readonly name: string
  readonly state: string
  readonly reason: string
  readonly since: string | undefined
  readonly description: string
}

/** A request from one place to the site's edge, and which region served it. */
export interface VisitorView {
  readonly city: CityId | undefined
  readonly status: number | undefined
  readonly tookMs: number | undefined
  readonly servedBy: RegionId | undefined
  readonly writer: RegionId | undefined
  readonly lagMs: number | undefined
  readonly problem: string | undefined
}

export interface LinkView {
  readonly from: string
  readonly to: string
  readonly rttMs: number
  readonly isCut: boolean
}

export interface WorldView {
  readonly links: readonly LinkView[]
  readonly machine: { readonly isTooBusy: boolean; readonly slowdown: number }
  readonly failures: readonly FailureView[]
  readonly tasks: readonly { readonly id: string; readonly name: string }[]
}

export interface FailureView {
  readonly id: string
  readonly kind: string
  readonly since: string
  readonly until: string | undefined
  readonly isMomentary: boolean
  readonly subject: Readonly<Record<string, string | number | boolean>>
}

interface SystemViews {
  readonly database: DatabaseView
  readonly commits: CommitView
  readonly visitors: readonly VisitorView[]
  readonly health: readonly HealthCheckNow[]
  readonly world: WorldView
  readonly operation: OperationView | null
}

type RegionViews = Readonly<Record<`services:${RegionId}`, RegionServicesView>> &
  Readonly<Record<`instances:${RegionId}`, RegionDatabaseView>> &
  Readonly<Record<`lag:${RegionId}`, LagView>> &
  Readonly<Record<`traffic:${RegionId}`, TrafficView>> &
  Readonly<Record<`alarms:${RegionId}`, readonly AlarmView[]>>

/** The data of every source, by key. */
export type Views = SystemViews & RegionViews
