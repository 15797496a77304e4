import type { RegionId } from '@meridian/topology'

export interface SamplingRulePlan {
  readonly name: string
  readonly arn: string
  readonly region: RegionId
  /** Lower numbers are evaluated first. */
  readonly priority: number
  readonly fixedRate: number
  readonly reservoirSize: number
  readonly host: string
  readonly httpMethod: string
  readonly urlPath: string
  readonly serviceName: string
  readonly serviceType: string
  readonly resourceArn: string
}

export interface GroupPlan {
  readonly name: string
  readonly arn: string
  readonly region: RegionId
  readonly filterExpression: string
  /** Recorded only: nothing here looks for anomalies. */
  readonly hasInsights: boolean
  readonly hasNotices: boolean
}

export interface XRayPlan {
  readonly rules: readonly SamplingRulePlan[]
  readonly groups: readonly GroupPlan[]
}
