import { type Drill, examine, findDrill, type History } from '@meridian/drills'
import { rds } from '@meridian/local-world'
import type { Check, MachineEvidence } from '@meridian/operator-tools'
import pg from 'pg'
import type { BootedWorld } from '../booted-world.ts'
import { countReplacedTasks } from '../replaced-tasks.ts'
import { type CallerKind, runDrillApart } from './run-drill-apart.ts'

/** What one run of a series came to. */
export interface SeriesRun {
  readonly run: number
  readonly failedReads: number
  /** Nobody in reach had caught up with what the visitor had written. */
  readonly refusedReads: number
  readonly failedWrites: number
  readonly acknowledged: number
  readonly lost: number
  /** Lost, and held by no snapshot. */
  readonly unnamed: number
  readonly duplicated: number
  readonly byOldWriter: number
  /** Acknowledged and never asked for at the end. */
  readonly unjudged: number
  readonly staleReads: number
  readonly unplaced: number
  /** Stretch of time that is gone, in seconds. */
  readonly recoveryPointSeconds: number
  /** Each change of writer: from the call to AWS to the first write that the new writer accepted. */
  readonly recoveriesMs: readonly (number | undefined)[]
  /** What of that passed before AWS heard the call: a command line has to start first. Empty where the SDK called. */
  readonly startUpsMs: readonly number[]
  /** From the last injected failure to the first signal of it. */
  readonly detectedAfterMs: number | undefined
  readonly longestWriteGapMs: number
  readonly baseCopies: number
  readonly replacedTasks: number
  /** Requests a second that were carried before the story, and that were offered in it. */
  readonly carriedPerSecond: number
  readonly offeredPerSecond: number
  /** Of what was offered, the smallest part that was sent at a time: a machine that became slower got less. */
  readonly leastShare: number
  /** Of the requests that visitors set out for, those that were answered well in the end. */
  readonly wanted: number
  readonly served: number
  /** The machine under the load. */
  readonly machine: MachineEvidence
  /** Missed targets, and a story that was not told to its end. */
  readonly misses: readonly Check[]
}

export type SeriesKind = 'switchover' | 'failover'

/** Before the first run: a world that has just started has yet to compile and to connect. */
export const WARM_UP_MS = 20_000

/** The drill that a series repeats. Loss of a region holds replication two seconds behind first. */
const DRILL_OF: Readonly<Record<SeriesKind, string>> = {
  switchover: 'planned-switchover',
  failover: 'region-loss',
}

export interface SeriesOptions {
  readonly kind: SeriesKind
  readonly runs: number
  readonly seed: number
  readonly rateFactor: number
  readonly resultsFolder: string
  readonly caller: CallerKind
  readonly onPhase: (run: number, name: string) => void
}

/** What the journal says as soon as the control plane has accepted a change of writer. */
const HEARD = /^global cluster (switching-over|failing-over)$/

/** Repeats a drill in one running world, under load from all three regions. */
export async function* runSeries(world: BootedWorld, options: SeriesOptions): AsyncGenerator<SeriesRun> {
  const drill = findDrill(DRILL_OF[options.kind])
  if (!drill) throw new Error(`There is no drill "${DRILL_OF[options.kind]}"`)
  for (let run = 1; run <= options.runs; run += 1) yield await runOnce(world, drill, run, options)
}

async function runOnce(
  world: BootedWorld,
  drill: Drill,
  run: number,
  { seed, rateFactor, resultsFolder, caller, onPhase }: SeriesOptions,
): Promise<SeriesRun> {
  let baseCopies = 0
  const heardAtMs: number[] = []
  const leave = world.journal.subscribe(({ module, event }) => {
    if (module !== 'rds') return
    if (event === 'base backup taken') baseCopies += 1
    if (HEARD.test(event)) heardAtMs.push(Date.now())
  })
  const replacedBefore = await countReplacedTasks(world.folders.run)
  const snapshotsBefore = new Set(
    world
      .running(rds)
      .snapshots()
      .map(({ id }) => id),
  )
  try {
    const { report, load, history, calledAtMs } = await runDrillApart(
      {
        target: world.target,
        drillName: drill.name,
        caller,
        seed: seed + run,
        rateFactor,
        resultsFolder,
        warmUpMs: run === 1 ? WARM_UP_MS : 0,
      },
      (name) => onPhase(run, name),
    )
    const found = examine(history, drill.excused)
    const misses = report.checks.filter(({ verdict }) => verdict === 'failed' || verdict === 'inconclusive')
    return {
      run,
      failedReads: found.requests.reads.failed,
      refusedReads: found.requests.refusedReads,
      failedWrites: found.requests.writes.failed,
      acknowledged: found.lost.acknowledged,
      lost: found.lost.lost.length,
      unnamed: await countUnnamed(world, history, snapshotsBefore),
      duplicated: found.duplicated.length,
      byOldWriter: found.byOldWriter.length,
      unjudged: found.lost.unjudged,
      staleReads: found.stale.length + found.nonMonotonic.length,
      unplaced: found.unstored.length,
      recoveryPointSeconds: found.recoveryPoint.seconds,
      recoveriesMs: found.recoveries.map(({ rtoMs }) => rtoMs),
      startUpsMs: calledAtMs.map((calledMs, index) => (heardAtMs[index] ?? calledMs) - calledMs),
      detectedAfterMs: found.detections.at(-1)?.first?.afterMs,
      longestWriteGapMs: found.gap.longestMs,
      baseCopies,
      replacedTasks: (await countReplacedTasks(world.folders.run)) - replacedBefore,
      carriedPerSecond: load.capacity.perSecond,
      offeredPerSecond: load.offered.perSecond,
      leastShare: load.leastShare,
      wanted: found.served.wanted,
      served: found.served.served,
      machine: report.machine,
      misses,
    }
  } finally {
    leave()
  }
}

/** Opens the snapshots that this run has left and looks for every lost lead. */
async function countUnnamed(
  world: BootedWorld,
  { acknowledged, missing }: History,
  before: ReadonlySet<string>,
): Promise<number> {
  const unnamed = new Set(acknowledged.map(({ id }) => id).filter((id) => missing.has(id)))
  if (unnamed.size === 0) return 0
  const databases = world.running(rds)
  for (const { id: snapshotId } of databases.snapshots()) {
    if (before.has(snapshotId)) continue
    await using opened = await databases.openSnapshot(snapshotId)
    const client = new pg.Client({ ...opened.connection, database: 'marketing' })
    client.on('error', () => {})
    await client.connect()
    const { rows } = await client.query<{ id: string }>('select id from leads where id = any($1)', [
      [...unnamed],
    ])
    await client.end()
    for (const { id } of rows) unnamed.delete(id)
  }
  return unnamed.size
}
