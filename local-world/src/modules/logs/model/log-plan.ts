import type { RegionId } from '@meridian/topology'

export interface LogGroupPlan {
  readonly name: string
  /** Without `:*` behind it. */
  readonly arn: string
  readonly region: RegionId
  /** Undefined: kept for good. */
  readonly retentionDays: number | undefined
  readonly kmsKeyId: string | undefined
}

/** Counts what a pattern finds in a group, as a metric. */
export interface MetricFilterPlan {
  readonly name: string
  readonly region: RegionId
  readonly groupName: string
  readonly pattern: string
  readonly metric: {
    readonly namespace: string
    readonly name: string
    /** A number, or `$.field` of the event. */
    readonly value: string
    readonly unit: string | undefined
    /** Dimension to `$.field`. */
    readonly dimensions: Readonly<Record<string, string>>
    readonly defaultValue: number | undefined
  }
}

export interface LogsPlan {
  readonly groups: readonly LogGroupPlan[]
  readonly filters: readonly MetricFilterPlan[]
}
