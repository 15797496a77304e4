import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { regionOf } from '../../../kernel/resource-region.ts'
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
    | { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] }
    | undefined
  readonly code: readonly ArchiveEntry[]
}

export interface LambdaPlan {
  readonly functions: readonly FunctionPlan[]
}

const DEFAULT_TIMEOUT_SECONDS = 3
const MAX_TIMEOUT_SECONDS = 900
const DEFAULT_MEMORY_MIB = 128

/** Reads the program's functions; Node is the one runtime that is here. */
export function planLambda(graph: ResourceGraph): LambdaPlan {
  return { functions: graph.ofType(TYPES.lambdaFunction).map(planFunction) }
}

function planFunction(node: ResourceNode): FunctionPlan {
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
  const vpc = attributes.block('vpcConfig')
  const subnetIds = vpc.texts('subnetIds')
  return {
    ...{ name, arn, runtime },
    region: regionOf(node, arn),
    description: attributes.text('description'),
    handler: attributes.text('handler'),
    timeoutMs: timeout * 1_000,
    memoryMib: attributes.number('memorySize', DEFAULT_MEMORY_MIB),
    roleArn: attributes.text('role'),
    environment: variablesOf(node),
    network:
      subnetIds.length > 0 ? { subnetIds, securityGroupIds: vpc.texts('securityGroupIds') } : undefined,
    code: archiveEntries(node.inputs.code),
  }
}

function variablesOf(node: ResourceNode): Readonly<Record<string, string>> {
  const { variables = {} } = (node.inputs.environment ?? {}) as { variables?: Record<string, unknown> }
  return Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)]))
}
