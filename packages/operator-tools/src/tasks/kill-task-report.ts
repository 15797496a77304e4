import type { RegionId } from '@meridian/topology'
import { checkThat } from '../report/findings.ts'
import { judgedReport } from '../report/judged-report.ts'
import type { Report } from '../report/report.ts'
import type { Replacement } from './kill-task.ts'

/** Whether and how soon another task took over from the stopped one. */
export function killTaskReport(
  target: 'local' | 'aws',
  region: RegionId,
  replacement: Replacement,
  startedAt: Date,
): Report {
  const { killed, replacedBy, runningAfterMs, servingAfterMs } = replacement
  const checks = [
    checkThat(
      servingAfterMs !== undefined,
      `another task serves in place of ${killed.id}`,
      describe(replacement),
    ),
  ]
  return judgedReport({
    tool: 'kill-task',
    title: `Task of ${killed.service} in ${region}`,
    target,
    startedAt,
    checks,
    data: {
      region,
      killed,
      replacedBy,
      runningAfterMs: whole(runningAfterMs),
      servingAfterMs: whole(servingAfterMs),
    },
  })
}

function describe({ replacedBy, runningAfterMs, servingAfterMs, waitedMs }: Replacement): string {
  if (replacedBy === undefined || runningAfterMs === undefined) return `none after ${seconds(waitedMs)}`
  const runs = `${replacedBy.id} runs after ${seconds(runningAfterMs)}`
  return servingAfterMs === undefined
    ? `${runs}, but is no healthy target after ${seconds(waitedMs)}`
    : `${runs} and is a healthy target after ${seconds(servingAfterMs)}`
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

const whole = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms))
