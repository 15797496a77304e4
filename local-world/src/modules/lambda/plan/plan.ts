import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { regionOf } from '../../../kernel/resource-region.ts'
import { type Tags, tagsOf } from '../../../kernel/tags.ts'
import { InvalidFunctionError } from '../errors.ts'
import { type ArchiveEntry, archiveEntries } from '../model/archive.ts'
import { TYPES } from '../resources.ts'

export interface FunctionPlan {
  readonly name: string
  readonly arn: string
  readonly region: RegionId
  readonly description: string
  readonly runtime: string
  /** Module and export: `index.handler`. */
  readonly handler: string
  readonly timeoutMs: number
  readonly memoryMib: number
  readonly roleArn: string
  readonly environment: Readonly<Record<string, string>>
  /** Undefined for a function outside every VPC. */
  readonly network:
    | {
        readonly subnetIds: readonly string[]
        readonly securityGroupIds: readonly string[]
        readonly vpcId: string
      }
    | undefined
  readonly code: readonly ArchiveEntry[]
  readonly architectures: readonly string[]
  readonly tracing: string
  readonly ephemeralMib: number
  readonly layers: readonly string[]
  readonly kmsKeyArn: string
  readonly reservedConcurrency: number | undefined
  readonly logGroup: string
  readonly tags: Tags
}

export interface LambdaPlan {
  readonly functions: readonly FunctionPlan[]
}

const DEFAULT_TIMEOUT_SECONDS = 3
const MAX_TIMEOUT_SECONDS = 900
const DEFAULT_MEMORY_MIB = 128

/** Reads the program's functions; Node is the only supported runtime. */
export function planLambda(graph: ResourceGraph): LambdaPlan {
  return { functions: graph.ofType(TYPES.lambdaFunction).map((node) => planFunction(node, graph)) }
}

function planFunction(node: ResourceNode, graph: ResourceGraph): FunctionPlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  const arn = attributes.text('arn', node.id)
  const runtime = attributes.text('runtime')
  const timeout = attributes.number('timeout', DEFAULT_TIMEOUT_SECONDS)
  if (!runtime.startsWith('nodejs'))
    throw new InvalidFunctionError(`Function "${name}" has the runtime "${runtime}"; this world runs nodejs…`)
  if (timeout < 1 || timeout > MAX_TIMEOUT_SECONDS)
    throw new InvalidFunctionError(
      `Function "${name}" has the timeout ${timeout}; Lambda takes 1 to ${MAX_TIMEOUT_SECONDS} seconds`,
    )
  const reservedConcurrency = attributes.number('reservedConcurrentExecutions', -1)
  const vpc = attributes.block('vpcConfig')
  const subnetIds = vpc.texts('subnetIds')
  return {
    name,
    arn,
    runtime,
    region: regionOf(node, arn),
    description: attributes.text('description'),
    handler: attributes.text('handler'),
    timeoutMs: timeout * 1_000,
    memoryMib: attributes.number('memorySize', DEFAULT_MEMORY_MIB),
    roleArn: attributes.text('role'),
    environment: variablesOf(node),
    network:
      subnetIds.length > 0
        ? { subnetIds, securityGroupIds: vpc.texts('securityGroupIds'), vpcId: vpcOf(subnetIds, graph) }
        : undefined,
    code: archiveEntries(node.inputs.code),
    architectures: attributes.has('architectures') ? attributes.texts('architectures') : ['x86_64'],
    tracing: attributes.block('tracingConfig').text('mode', 'PassThrough'),
    ephemeralMib: attributes.block('ephemeralStorage').number('size', 512),
    layers: attributes.texts('layers'),
    kmsKeyArn: attributes.text('kmsKeyArn'),
    reservedConcurrency: reservedConcurrency < 0 ? undefined : reservedConcurrency,
    logGroup: attributes.block('loggingConfig').text('logGroup', `/aws/lambda/${name}`),
    tags: tagsOf(node),
  }
}

function vpcOf([subnetId = '']: readonly string[], graph: ResourceGraph): string {
  const subnet = graph.byId('aws:ec2/subnet:Subnet', subnetId)
  return subnet ? Attributes.of(subnet).text('vpcId') : ''
}

function variablesOf(node: ResourceNode): Readonly<Record<string, string>> {
  const { variables = {} } = (node.inputs.environment ?? {}) as { variables?: Record<string, unknown> }
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]))
}
