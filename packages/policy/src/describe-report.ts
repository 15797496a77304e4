import { isKept, type PolicyReport, type WaivedFinding } from './evaluate.ts'
import { type Finding, SEVERITIES } from './rule.ts'
import { subjectOf, type Waiver } from './waiver.ts'

/** A report as people read it: worst first, then what is waived and why. */
export function describeReport(report: PolicyReport): readonly string[] {
  return [
    `Stack ${report.stack}: ${report.rules} rules over ${report.resources} resources.`,
    ...SEVERITIES.flatMap((severity) =>
      section(
        severity,
        report.findings.filter((finding) => finding.severity === severity),
      ),
    ),
    ...waiverSection(report.waived),
    ...idleSection('Unused waivers; delete them:', report.unusedWaivers),
    ...idleSection('Overdue waivers; review them, then change the date:', report.overdueWaivers),
    '',
    isKept(report)
      ? `Kept. ${report.waived.length} findings are waived.`
      : `Not kept: ${report.findings.length} findings, ${report.unusedWaivers.length} waivers without use, ${report.overdueWaivers.length} overdue.`,
  ]
}

function section(severity: string, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const byRule = Map.groupBy(findings, ({ rule }) => rule)
  return [
    '',
    `${severity} (${findings.length})`,
    ...[...byRule].flatMap(([rule, found]) => [
      `  ${rule}`,
      ...found.map(
        ({ resource, property, seen, wanted }) =>
          `    ${subjectOf(resource)}${property && ` ${property}`}: ${seen}; wanted: ${wanted}`,
      ),
      ...new Set(found.map(({ nextStep }) => `    → ${nextStep}`)),
    ]),
  ]
}

function waiverSection(waived: readonly WaivedFinding[]): readonly string[] {
  if (waived.length === 0) return []
  const byWaiver = Map.groupBy(waived, ({ waiver }) => waiver)
  return [
    '',
    `waived (${waived.length})`,
    ...[...byWaiver].flatMap(([{ rule, resource, property, reason, reviewBy }, findings]) => [
      `  ${rule} on ${resource}${property ? ` ${property}` : ''}: ${findings.length}, to be reviewed by ${reviewBy}`,
      `    ${reason}`,
    ]),
  ]
}

function idleSection(title: string, waivers: readonly Waiver[]): readonly string[] {
  if (waivers.length === 0) return []
  return ['', title, ...waivers.map(({ rule, resource }) => `  ${rule} on ${resource}`)]
}
