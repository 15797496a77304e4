import type { ResourceGraph } from '@meridian/resource-graph'
import { PolicyError } from './errors.ts'
import { type Finding, type Rule, SEVERITIES } from './rule.ts'
import { countsOn, covers, type Waiver } from './waiver.ts'

/** An accepted finding. */
export interface WaivedFinding extends Finding {
  readonly waiver: Waiver
}

/** The result of the rules for one stack. */
export interface PolicyReport {
  readonly stack: string
  readonly rules: number
  readonly resources: number
  /** Worst first; each of them fails the run. */
  readonly findings: readonly Finding[]
  readonly waived: readonly WaivedFinding[]
  /** They match no finding any more, and would hide the next mistake. */
  readonly unusedWaivers: readonly Waiver[]
  /** Their review date has passed, so they no longer count. */
  readonly overdueWaivers: readonly Waiver[]
}

export interface Evaluation {
  readonly graph: ResourceGraph
  readonly rules: readonly Rule[]
  readonly waivers: readonly Waiver[]
  /** The day, as `2026-11-21`. */
  readonly today: string
  /** Findings not from rules, such as from AWS's models; the same waivers apply. */
  readonly otherFindings?: readonly Finding[]
}

/**
 * Runs rules over a graph and sets aside what is waived.
 *
 * @throws {PolicyError} MERIDIAN_POLICY_WAIVER_UNKNOWN_RULE when a waiver names a rule that does not exist.
 */
export function evaluate({ graph, rules, waivers, today, otherFindings = [] }: Evaluation): PolicyReport {
  const overdueWaivers = waivers.filter((waiver) => !countsOn(today, waiver))
  const valid = waivers.filter((waiver) => !overdueWaivers.includes(waiver))
  const used = new Set<Waiver>()
  const findings: Finding[] = []
  const waived: WaivedFinding[] = []

  for (const finding of [...rules.flatMap((rule) => rule.check(graph)), ...otherFindings]) {
    const waiver = valid.find((each) => covers(each, finding))
    if (!waiver) findings.push(finding)
    else {
      used.add(waiver)
      waived.push({ ...finding, waiver })
    }
  }

  return {
    stack: graph.contents.stack,
    rules: rules.length,
    resources: graph.nodes.filter(({ isComponent }) => !isComponent).length,
    findings: findings.toSorted(bySeverity),
    waived: waived.toSorted(bySeverity),
    unusedWaivers: valid.filter((waiver) => !used.has(waiver)),
    overdueWaivers,
  }
}

/** Every finding is waived, and no waiver is unused or overdue. */
export function isKept(report: PolicyReport): boolean {
  return [report.findings, report.unusedWaivers, report.overdueWaivers].every((list) => list.length === 0)
}

/** Throws on waivers for unknown rules, whichever rules are run. */
export function refuseUnknownRules(waivers: readonly Waiver[], known: readonly string[]): void {
  const [unknown] = waivers.filter(({ rule }) => !known.includes(rule))
  if (unknown)
    throw new PolicyError(
      'MERIDIAN_POLICY_WAIVER_UNKNOWN_RULE',
      `A waiver for ${unknown.resource} names the rule "${unknown.rule}", which does not exist. Correct its name, or delete the waiver.`,
    )
}

function bySeverity(left: Finding, right: Finding): number {
  return (
    SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity) ||
    (left.rule < right.rule ? -1 : left.rule > right.rule ? 1 : left.resource < right.resource ? -1 : 1)
  )
}
