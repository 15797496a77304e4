import { estimate, pricingInput } from '@meridian/cost'
import {
  evaluate,
  type Finding,
  keyUsesOf,
  modelSources,
  RULES,
  type Rule,
  rightsOf,
  validateByModels,
} from '@meridian/policy'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { deployerRefusal } from './deploying-role.ts'
import { usualSeconds } from './durations.ts'
import { physicalName, sharedNames } from './names.ts'
import { type QuotaNeed, quotaNeeds, quotaWatch } from './quotas.ts'
import { schemaRefusals } from './schema-refusals.ts'

/** Who runs `up`: an administrator, as on the first run, or the pipeline's role. */
export type Deployer = 'person' | 'pipeline'

/** One resource of the walk. */
export interface RehearsedStep {
  readonly urn: string
  readonly type: string
  readonly name: string
  readonly region: string | undefined
  /** Names of what it waits for longest, at most one. */
  readonly waitsFor: string | undefined
  /** Since `up` started. */
  readonly readyAfterSeconds: number
  readonly usdPerDayFromThen: number
  /** Why AWS would refuse it, in AWS's words where known; empty when it would not. */
  readonly refusals: readonly string[]
  /** Created by hand: the pipeline may not, on purpose. */
  readonly isPeoples: boolean
}

export interface Rehearsal {
  readonly stack: string
  readonly deployer: Deployer
  readonly steps: readonly RehearsedStep[]
  readonly firstFailure: RehearsedStep | undefined
  readonly quotas: readonly QuotaNeed[]
  readonly minutes: number
  readonly usdPerDay: number
}

/** Rules that AWS itself enforces when the resource is created. */
const REFUSED_BY_AWS: Readonly<Record<string, string>> = {
  'certificate-covers-names': 'InvalidViewerCertificate',
  'firewall-scope-fits': 'WAFInvalidParameterException',
  'group-reference-in-one-network': 'InvalidGroup.NotFound',
  'key-of-own-region': 'NotFoundException',
  'key-policy-allows-use': 'AccessDeniedException',
  'load-balancer-may-write-logs': 'InvalidConfigurationRequest: Access Denied for bucket',
  'networks-do-not-overlap': 'InvalidParameterValue',
  'origin-group-two-members': 'InvalidArgument',
  'role-may-use-key': 'AccessDeniedException',
  'trail-may-write': 'InsufficientS3BucketPolicyException',
  'viewer-certificate-at-edge': 'InvalidViewerCertificate',
}

export interface RehearsalOptions {
  readonly deployer: Deployer
  /** The rules to check; by default all that AWS itself enforces. */
  readonly rules?: readonly Rule[]
  /** A stack that already exists in the account. */
  readonly beside?: ResourceGraph
}

/** Walks a stack as `up` would create it in an empty account. */
export function rehearseUp(
  graph: ResourceGraph,
  { deployer, beside, rules = RULES }: RehearsalOptions,
): Rehearsal {
  const refused = refusalsByUrn(graph, rules)
  const taken = beside ? new Set(sharedNames(graph, beside)) : new Set<string>()
  const prices = Map.groupBy(estimate(pricingInput(graph, 'idle')).lines, ({ urn }) => urn)
  const role = deployer === 'pipeline' ? pipelineRole(graph) : undefined
  const keyUses = Map.groupBy(keyUsesOf(graph), (use) => use.node)
  const ready = new Map<string, { seconds: number; name: string }>()
  const beyondQuota = quotaWatch(graph)
  const steps: RehearsedStep[] = []

  for (const node of graph.nodes) {
    if (node.isComponent || !node.type.startsWith('aws:')) continue
    const last = lastOf(graph, node, ready)
    const readyAfterSeconds = (last?.seconds ?? 0) + usualSeconds(node.type)
    ready.set(node.urn, { seconds: readyAfterSeconds, name: node.name })
    const isPeoples = role !== undefined && belongsToPeople(node)
    const name = physicalName(node)
    const mayNot =
      role && !isPeoples ? deployerRefusal(graph, node, role, keyUses.get(node) ?? []) : undefined
    steps.push({
      urn: node.urn,
      type: node.type,
      name: node.name,
      region: node.region,
      waitsFor: last?.name,
      readyAfterSeconds,
      usdPerDayFromThen:
        (prices.get(node.urn) ?? []).reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0) / DAYS_PER_MONTH,
      refusals: [
        ...(refused.get(node.urn) ?? []),
        ...schemaRefusals(node),
        ...beyondQuota(node),
        ...(mayNot === undefined ? [] : [`AccessDenied: ${mayNot}`]),
        ...(name !== undefined && taken.has(name)
          ? [`AlreadyExists: ${name} is in use by the stack ${beside?.contents.stack}`]
          : []),
      ],
      isPeoples,
    })
  }

  return {
    stack: graph.contents.stack,
    deployer,
    steps,
    firstFailure: steps.find(({ refusals }) => refusals.length > 0),
    quotas: quotaNeeds(graph),
    minutes: Math.ceil(Math.max(0, ...steps.map(({ readyAfterSeconds }) => readyAfterSeconds)) / 60),
    usdPerDay: steps.reduce((sum, { usdPerDayFromThen }) => sum + usdPerDayFromThen, 0),
  }
}

const DAYS_PER_MONTH = 730 / 24

function refusalsByUrn(graph: ResourceGraph, rules: readonly Rule[]): ReadonlyMap<string, readonly string[]> {
  const asked = rules.filter(({ id }) => id in REFUSED_BY_AWS)
  const { findings } = evaluate({
    graph,
    rules: asked,
    waivers: [],
    today: '',
    otherFindings: validateByModels(graph, modelSources()).findings,
  })
  return new Map(
    [...Map.groupBy(findings, ({ resource }) => resource)].map(([urn, its]) => [urn, its.map(worded)]),
  )
}

/** Validation errors in the wording of AWS services; the other messages are IAM's own. */
function worded({ rule, property, seen, wanted }: Finding): string {
  const code = REFUSED_BY_AWS[rule]
  if (code !== undefined) return `${code}: ${seen}; ${property} takes ${wanted}`
  return `ValidationException: 1 validation error detected: Value '${seen}' at '${property}' failed to satisfy constraint: Member must be ${wanted}`
}

function pipelineRole(graph: ResourceGraph) {
  const role = graph.ofType('aws:iam/role:Role').find(({ name }) => name.endsWith('deployment-apply'))
  return role && rightsOf(graph, Attributes.of(role).text('arn', role.id))
}

/** Boundaries, policies of deployment and roles without a boundary are made by hand (docs/going-to-aws.md, 6). */
function belongsToPeople(node: ResourceNode): boolean {
  if (['aws:iam/policy:Policy', 'aws:iam/openIdConnectProvider:OpenIdConnectProvider'].includes(node.type))
    return true
  return node.type.startsWith('aws:iam/') && /^(deployment|audit|backup)(-|$)/.test(node.name)
}

/** The dependency that is ready last; components stand for what is in them by their values, which name the resources. */
function lastOf(
  graph: ResourceGraph,
  node: ResourceNode,
  ready: ReadonlyMap<string, { readonly seconds: number; readonly name: string }>,
): { readonly seconds: number; readonly name: string } | undefined {
  const on = new Set([...node.dependencies, ...Object.values(node.propertyDependencies).flat()])
  return [...on]
    .filter((urn) => graph.byUrn(urn) !== undefined)
    .flatMap((urn) => ready.get(urn) ?? [])
    .toSorted((left, right) => right.seconds - left.seconds)[0]
}
