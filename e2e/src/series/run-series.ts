import { type Drill, examine, findDrill, type History } from '@meridian/drills'
import { rds } from '@meridian/local-world'
import type { Check, MachineEvidence } from '@meridian/operator-tools'
import pg from 'pg'
import type { BootedWorld } from '../booted-world.ts'
import { countReplacedTasks } from '../replaced-tasks.ts'
import { type CallerKind, runDrillApart } from './run-drill-apart.ts'

/** Result of one run of a series. */
export interface SeriesRun {
  readonly run: number
  readonly failedReads: number
  /** No reachable server had caught up with the visitor's own writes. */
  readonly refusedReads: number
  readonly failedWrites: number
  readonly acknowledged: number
  readonly lost: number
  /** Lost, and found in no snapshot. */
  readonly unnamed: number
  readonly duplicated: number
  readonly byOldWriter: number
  /** Acknowledged but never read back at the end. */
  readonly unjudged: number
  readonly staleReads: number
  readonly unplaced: number
  /** Length of the lost stretch of time, in seconds. */
  readonly recoveryPointSeconds: number
  /** For each change of writer: time from the call to AWS to the first write accepted by the new writer. */
  readonly recoveriesMs: readonly (number | undefined)[]
  /** The part of it before AWS received the call, because a command line has to start first. Empty for the SDK. */
  readonly startUpsMs: readonly number[]
  /** From the last injected failure to its first signal. */
  readonly detectedAfterMs: number | undefined
  readonly longestWriteGapMs: number
  readonly baseCopies: number
  readonly replacedTasks: number
  /** Requests per second that were possible before the story, and offered during it. */
  readonly carriedPerSecond: number
  readonly offeredPerSecond: number
  /** Smallest share of the offered requests sent at any time: less than 1 if the machine slowed down. */
  readonly leastShare: number
  /** Requests that visitors wanted to make, and those that finally succeeded. */
  readonly wanted: number
  readonly served: number
  /** The machine under the load. */
  readonly machine: MachineEvidence
  /** Missed targets, and a story that did not finish. */
  readonly misses: readonly Check[]
}

export type SeriesKind = 'switchover' | 'failover'

/** Before the first run, because a world that has just started still compiles and connects. */
export const WARM_UP_MS = 20_000

/** The drill that a series repeats. Before a region is lost, its replication is held two seconds behind. */
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

/** The journal entry written as soon as the control plane has accepted a change of writer. */
const HEARD = /^global cluster (switching-over|failing-over)$/

/** Repeats a drill in one running world, with load from all three regions. */
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

/** Searches the snapshots that this run created for every lost lead. */
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
