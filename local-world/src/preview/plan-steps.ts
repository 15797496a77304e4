import { isDeepStrictEqual } from 'node:util'
import type { ResourceGraph, ResourceNode, Urn } from '@meridian/resource-graph'
import { type Effect, PROVIDER_SCHEMA, type PropertyRule } from './provider-schema.ts'
import type { Actual } from './read-actual.ts'

export interface PropertyChange {
  readonly property: string
  readonly from: unknown
  readonly to: unknown
  readonly effect: Effect
  readonly because?: string
}

/** What Pulumi would do with one resource. */
export interface Step {
  readonly urn: Urn
  readonly type: string
  readonly name: string
  readonly region: string | undefined
  readonly action: 'create' | 'update' | 'replace' | 'detach' | 'delete'
  /** Pulumi refuses to replace or delete a protected resource. */
  readonly isProtected: boolean
  readonly changes: readonly PropertyChange[]
}

export interface Steps {
  readonly steps: readonly Step[]
  readonly unchanged: number
}

const DESTRUCTIVE: ReadonlySet<Step['action']> = new Set(['replace', 'detach', 'delete'])

/** True for a step that would lose data or a region. */
export function isDestructive(step: Step): boolean {
  return DESTRUCTIVE.has(step.action)
}

/**
 * Compares what the program describes now with what exists.
 *
 * @param before what the world was started from: the last known state of everything
 * @param after what the program describes when run again
 * @param actual what was read back since, by URN
 */
export function planSteps(
  before: ResourceGraph,
  after: ResourceGraph,
  actual: ReadonlyMap<Urn, Actual>,
): Steps {
  const wanted = after.nodes.filter(isResource)
  const steps = [
    ...wanted.flatMap((node) => stepFor(node, before.byUrn(node.urn), actual) ?? []),
    ...before.nodes
      .filter((node) => isResource(node) && !after.byUrn(node.urn))
      .map((node) => step(node, 'delete', [])),
  ]
  return { steps, unchanged: wanted.length - steps.filter((step) => step.action !== 'delete').length }
}

function isResource(node: ResourceNode): boolean {
  return !node.isComponent && !node.type.startsWith('pulumi:')
}

function stepFor(
  node: ResourceNode,
  prior: ResourceNode | undefined,
  actual: ReadonlyMap<Urn, Actual>,
): Step | undefined {
  if (!prior) return step(node, 'create', [])
  // Somebody else deleted it: Pulumi creates a new one.
  if (actual.has(node.urn) && actual.get(node.urn) === undefined) return step(node, 'create', [])
  const changes = changesOf(node, { ...prior.inputs, ...actual.get(node.urn) })
  const [first] = changes
  return first && step(node, gravest(changes), changes)
}

function changesOf(node: ResourceNode, state: Readonly<Record<string, unknown>>): readonly PropertyChange[] {
  const rules = PROVIDER_SCHEMA[node.type]?.properties ?? {}
  const properties = new Set([...Object.keys(node.inputs), ...Object.keys(state)])
  return [...properties].sort().flatMap((property) => {
    if (node.ignoreChanges.includes(property)) return []
    const rule: PropertyRule = rules[property] ?? { effect: 'update' }
    const [from, to] = [state[property], node.inputs[property]]
    if (isAbsent(to) && (isAbsent(from) || rule.isComputed)) return []
    if (isSame(from, to)) return []
    return [{ property, from, to, effect: rule.effect, ...(rule.because && { because: rule.because }) }]
  })
}

function gravest(changes: readonly PropertyChange[]): Effect {
  if (changes.some((change) => change.effect === 'replace')) return 'replace'
  return changes.some((change) => change.effect === 'detach') ? 'detach' : 'update'
}

/** AWS and its provider treat false and absent alike. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false
}

/** AWS returns lists such as security groups in its own order, and the provider treats them as sets. */
function isSame(from: unknown, to: unknown): boolean {
  if (isAbsent(from) && isAbsent(to)) return true
  return isDeepStrictEqual(inOrder(from), inOrder(to))
}

function inOrder(value: unknown): unknown {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? [...value].sort() : value
}

function step(node: ResourceNode, action: Step['action'], changes: readonly PropertyChange[]): Step {
  const { urn, type, name, region, protect: isProtected } = node
  return { urn, type, name, region, action, isProtected, changes }
}
