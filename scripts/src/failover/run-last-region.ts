import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  createRdsControl,
  declareLastRegion,
  inspectLastRegion,
  judgeLastRegion,
  type LastRegionView,
  lastRegionReport,
  refusals,
} from '@meridian/failover'
import {
  createAwsClients,
  OperationRefusedError,
  REAL_PACING,
  type TargetDescription,
  waitUntil,
} from '@meridian/operator-tools'
import {
  confirm,
  type ExitCode,
  keepReport,
  publishReport,
  type TargetOptions,
} from '@meridian/operator-tools/command'
import type { RegionId } from '@meridian/topology'
import { patienceFor, showPlan, tellNothingToDo } from './tell.ts'

export interface LastRegionOptions extends TargetOptions {
  readonly region: RegionId
  readonly confirm?: string
  readonly waitS?: number
}

/** Plans, asks, declares the region the last one in its database, and checks that this took effect. */
export async function runLastRegion(
  target: TargetDescription,
  options: LastRegionOptions,
): Promise<ExitCode> {
  using aws = createAwsClients(target)
  const control = createRdsControl(aws)
  const { region } = options
  const startedAt = new Date()
  const look = () => inspectLastRegion(target, control, region)

  const view = await lookUntilSafe(look, options)
  if (isDeclared(view, region))
    return tellNothingToDo(`${region} is called the last region already.`, options)
  const checks = judgeLastRegion(view)
  const plan = lastRegionReport(target.name, `Plan to call ${region} the last region`, { view, startedAt })
  showPlan(plan)
  const forbidden = refusals(checks)
  if (forbidden.length > 0)
    throw new OperationRefusedError(
      `Not safe now:\n${forbidden.map(({ name, detail }) => `  - ${name}: ${detail}`).join('\n')}`,
    )
  await confirm(view.clusterId, options.confirm)

  const epoch = view.own instanceof Error ? 0 : view.own.epoch
  const journal = openJournal(options.results, startedAt, { region, epoch, target: target.name })
  journal.append('calling')
  await declareLastRegion(target, aws, { region, epoch }, REAL_PACING).catch((error: Error) => {
    journal.append('failed', error.message)
    throw error
  })
  journal.append('done')
  return tellOutcome(target, await look(), { startedAt, journal, options })
}

/** Writes stop some seconds after the last contact with another region. */
async function lookUntilSafe(
  look: () => Promise<LastRegionView>,
  { region, waitS }: LastRegionOptions,
): Promise<LastRegionView> {
  const isSafe = (view: LastRegionView) =>
    isDeclared(view, region) || refusals(judgeLastRegion(view)).length === 0
  const { seen } = await waitUntil(patienceFor(waitS), look, isSafe)
  return seen
}

const isDeclared = ({ own }: LastRegionView, region: RegionId) =>
  !(own instanceof Error) && own.lastRegion === region

async function tellOutcome(
  target: TargetDescription,
  view: LastRegionView,
  { startedAt, journal, options }: { startedAt: Date; journal: Journal; options: LastRegionOptions },
): Promise<ExitCode> {
  const { own, region } = view
  const isTaken = isDeclared(view, region)
  const hasEnded = !(own instanceof Error) && own.isSupported === true
  const seen = isTaken ? 'yes' : hasEnded ? 'a majority supports it again' : 'no'
  const name = `${region} writes, as the last region or with a majority`
  const report = lastRegionReport(target.name, `Last region: ${region}`, {
    view,
    startedAt,
    notes: ['What was said and when is in journal.jsonl, in the folder of this report.'],
    checks: [{ name, verdict: isTaken || hasEnded ? 'ok' : 'failed', detail: seen }],
  })
  return await publishReport(report, { options, keep: keepReport(report, target, journal.id) })
}

interface Journal {
  readonly id: string
  append(state: 'calling' | 'done' | 'failed', detail?: string): void
}

/** What was said, when and by which process; saying it twice changes nothing, so there is nothing to resume. */
function openJournal(results: string, startedAt: Date, statement: object): Journal {
  const id = `${startedAt.toISOString().replaceAll(':', '-')}-last-region`
  const folder = join(results, 'failover', id)
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'journal.jsonl')
  const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`, { flush: true })
  write({ statement, pid: process.pid })
  return {
    id,
    append: (state, detail) => write({ at: new Date().toISOString(), state, ...(detail && { detail }) }),
  }
}
