import type { ResourceGraph, ResourceNode, Urn } from '@meridian/resource-graph'

/** From worst to least. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const

export type Severity = (typeof SEVERITIES)[number]

/** One property of one resource that violates a rule. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly resource: Urn
  /** Path in the resource's inputs, such as `healthCheck.interval`; empty when the resource itself is missing. */
  readonly property: string
  readonly seen: string
  readonly wanted: string
  readonly nextStep: string
}

/** A rule over the whole graph: what it requires, why, and AWS's source. */
export interface Rule {
  /** Kebab-case, unique over the families; waivers and fixtures name it. */
  readonly id: string
  readonly severity: Severity
  /** What is true when the rule is kept. */
  readonly title: string
  readonly reason: string
  /** The guide and page, in words, that the rule follows. */
  readonly source: string
  /** Pulumi types that it checks. */
  readonly types: readonly string[]
  check(graph: ResourceGraph): readonly Finding[]
}

/** What a rule's check reports; the rule adds its own name, severity and usual next step. */
export interface Violation {
  readonly resource: Urn
  readonly property: string
  readonly seen: string
  readonly wanted: string
  /** Instead of the rule's usual one. */
  readonly nextStep?: string
}

export interface RuleDefinition extends Omit<Rule, 'check'> {
  /** What to do about a violation. */
  readonly nextStep: string
  check(graph: ResourceGraph): Iterable<Violation>
}

/** Creates a rule from a definition whose check yields only what differs between findings. */
export function defineRule({ nextStep, check, ...about }: RuleDefinition): Rule {
  return {
    ...about,
    check: (graph) =>
      [...check(graph)].map((violation) => ({
        nextStep,
        ...violation,
        rule: about.id,
        severity: about.severity,
      })),
  }
}

/** A violation at a property of a resource. */
export function violation(
  node: Pick<ResourceNode, 'urn'>,
  property: string,
  seen: unknown,
  wanted: string,
): Violation {
  return { resource: node.urn, property, seen: shown(seen), wanted }
}

/** A violation of the stack as a whole: something is missing. */
export function missing(graph: ResourceGraph, what: string, wanted: string): Violation {
  return { resource: stackUrn(graph), property: '', seen: what, wanted }
}

/** The stack's own resource, as Pulumi names it. */
function stackUrn(graph: ResourceGraph): Urn {
  const { project, stack } = graph.contents
  return `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`
}

const LONGEST_SHOWN = 120

/** A value as shown in a message; long ones are truncated. */
function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'absent'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
