import type { RegionId } from '@meridian/topology'
import type { Tags } from '../../../kernel/tags.ts'
import type { CapacityShare } from '../plan/capacity.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'

export interface EcsPlan {
  readonly clusters: readonly ClusterPlan[]
  /** Keyed by ARN with revision. */
  readonly taskDefinitions: ReadonlyMap<string, TaskDefinitionPlan>
  readonly services: readonly ServicePlan[]
  /** Zone of every subnet of the program, by id. */
  readonly zones: ReadonlyMap<string, string>
}

export interface ClusterPlan {
  readonly arn: string
  readonly name: string
  readonly region: RegionId
  /** Such as `containerInsights`, by name. */
  readonly settings: Readonly<Record<string, string>>
  readonly tags: Tags
}

export interface TaskDefinitionPlan {
  readonly arn: string
  readonly family: string
  readonly revision: number
  readonly region: RegionId
  readonly cpu: string
  readonly memory: string
  readonly containers: readonly ContainerPlan[]
  /** The registered document, as in the API: what DescribeTaskDefinition returns and the next revision starts from. */
  readonly document: Readonly<Record<string, unknown>>
  readonly tags: Tags
}

export interface ContainerPlan {
  readonly name: string
  readonly image: string
  readonly isEssential: boolean
  readonly command: readonly string[] | undefined
  readonly environment: Readonly<Record<string, string>>
  /** Variable to ARN, with an optional JSON key appended. */
  readonly secrets: Readonly<Record<string, string>>
  readonly ports: readonly number[]
  readonly stopTimeoutMs: number
  /** Undefined without the awslogs driver: on AWS its output is lost. */
  readonly log: LogDestination | undefined
}

/** Where the awslogs driver of a container writes. */
export interface LogDestination {
  readonly group: string
  readonly region: RegionId
  /** A task's stream is `<prefix>/<container>/<task id>`. */
  readonly streamPrefix: string
}

export interface ServicePlan {
  readonly arn: string
  readonly name: string
  readonly region: RegionId
  readonly cluster: ClusterPlan
  readonly taskDefinition: TaskDefinitionPlan
  readonly desiredCount: number
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
  readonly circuitBreaker: CircuitBreaker
  readonly gracePeriodMs: number
  readonly network: TaskNetwork
  readonly loadBalancers: readonly ServiceLoadBalancer[]
  /** Empty for a launch type; recorded only, because all capacity here is this machine. */
  readonly capacity: readonly CapacityShare[]
  /** Alarms that roll a deployment back on AWS; recorded only. */
  readonly deploymentAlarms: readonly string[]
  readonly tags: Tags
  /** Tags that its tasks inherit from it or from their definition. */
  readonly propagatedTags: Tags
  readonly propagateTags: 'SERVICE' | 'TASK_DEFINITION' | 'NONE'
  readonly platformVersion: string
}

interface TaskNetwork {
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  readonly hasPublicAddress: boolean
}

export interface ServiceLoadBalancer {
  readonly targetGroupArn: string
  readonly containerName: string
  readonly containerPort: number
}
