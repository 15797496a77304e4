import type { RegionId } from '@meridian/topology'

export interface LogGroupPlan {
  readonly name: string
  /** Without the trailing `:*`. */
  readonly arn: string
  readonly region: RegionId
  /** Undefined: kept forever. */
  readonly retentionDays: number | undefined
  readonly kmsKeyId: string | undefined
}

/** Turns a pattern's matches in a group into a metric. */
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
    /** Dimension name to `$.field`. */
    readonly dimensions: Readonly<Record<string, string>>
    readonly defaultValue: number | undefined
  }
}

export interface LogsPlan {
  readonly groups: readonly LogGroupPlan[]
  readonly filters: readonly MetricFilterPlan[]
}
