import type { RegionId } from '@meridian/topology'
import { checkThat, verdictOf } from '../report/findings.ts'
import type { Report } from '../report/report.ts'
import type { Replacement } from './kill-task.ts'

/** Whether and how soon another task replaced the stopped one. */
export function killTaskReport(
  target: 'local' | 'aws',
  region: RegionId,
  { killed, replacedBy, afterMs }: Replacement,
  startedAt: Date,
): Report {
  const seen = replacedBy
    ? `${replacedBy.id} after ${(afterMs / 1_000).toFixed(1)} s`
    : `none after ${(afterMs / 1_000).toFixed(1)} s`
  const checks = [checkThat(replacedBy !== undefined, `another task runs in place of ${killed.id}`, seen)]
  return {
    tool: 'kill-task',
    title: `Task of ${killed.service} in ${region}`,
    target,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    verdict: verdictOf(checks),
    notes: [],
    tables: [],
    checks,
    data: { region, killed, replacedBy, replacedAfterMs: Math.round(afterMs) },
  }
}
