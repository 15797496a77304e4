import { countsOn, covers, type Rule, type Severity, subjectOf, today, type Waiver } from '@meridian/policy'
import type { EnforcementLevel, StackValidationPolicy } from '@pulumi/policy'
import { graphOfStack } from './graph-of-stack.ts'

/** Which severities stop a deployment, and which are only reported. */
const LEVELS: Readonly<Record<Severity, EnforcementLevel>> = {
  critical: 'mandatory',
  high: 'mandatory',
  medium: 'advisory',
  low: 'advisory',
}

/** A rule as a Pulumi policy: it checks the whole stack and skips findings with a waiver that is valid on that day. */
export function policyOf(
  rule: Rule,
  waivers: Readonly<Record<string, readonly Waiver[]>>,
  day = today(),
): StackValidationPolicy {
  return {
    name: rule.id,
    description: `${rule.title}. ${rule.reason} (${rule.source})`,
    severity: rule.severity,
    enforcementLevel: LEVELS[rule.severity],
    validateStack({ resources }, report) {
      const graph = graphOfStack(resources)
      const excused = (waivers[graph.contents.stack] ?? []).filter((waiver) => countsOn(day, waiver))
      for (const finding of rule.check(graph)) {
        const subject = subjectOf(finding.resource)
        if (excused.some((waiver) => covers(waiver, finding))) continue
        const place = finding.property ? `${subject} ${finding.property}` : subject
        report(`${place}: ${finding.seen}; wanted: ${finding.wanted}. ${finding.nextStep}`, finding.resource)
      }
    },
  }
}
