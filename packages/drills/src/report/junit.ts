import type { Check, Report, Verdict } from '@meridian/operator-tools'
import { escapeXml } from './svg.ts'

/** The checks as JUnit XML, which every CI server can show. */
export function renderJUnit({ tool, checks, durationMs, startedAt }: Report): string {
  const failures = checks.filter(({ verdict }) => verdict === 'failed').length
  const skipped = checks.filter(({ verdict }) => isOpen(verdict)).length
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="${escapeXml(tool)}" tests="${checks.length}" failures="${failures}" skipped="${skipped}" time="${(durationMs / 1_000).toFixed(3)}" timestamp="${startedAt}">`,
    ...checks.map((check) => renderCase(tool, check)),
    '</testsuite>',
    '',
  ].join('\n')
}

/** JUnit has no state for a check without a verdict. */
const isOpen = (verdict: Verdict) => verdict === 'unknown' || verdict === 'inconclusive'

function renderCase(tool: string, { name, verdict, detail }: Check): string {
  const start = `  <testcase classname="${escapeXml(tool)}" name="${escapeXml(name)}">`
  if (verdict === 'failed') return `${start}<failure message="${escapeXml(detail)}"/></testcase>`
  if (isOpen(verdict)) return `${start}<skipped message="${escapeXml(detail)}"/></testcase>`
  return `${start}<system-out>${escapeXml(detail)}</system-out></testcase>`
}
