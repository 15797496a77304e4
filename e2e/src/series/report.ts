import type { Pace } from '@meridian/local-world'
import {
  type Check,
  checkThat,
  judgedReport,
  type Report,
  type Table,
  TOO_BUSY,
  unlessTooBusy,
} from '@meridian/operator-tools'
import { besideNote, toolBeside } from '../beside.ts'
import { noTaskReplaced } from '../replaced-tasks.ts'
import { type SeriesKind, type SeriesRun, WARM_UP_MS } from './run-series.ts'

/** Targets for every run of a series. */
const SERIES_TARGETS = {
  switchover: { longestWriteGapMs: { fast: 300, aws: 120_000 } },
  failover: { rtoMs: { fast: 1_000, aws: 120_000 } },
} as const

const PERCENT = 100
/** Share of the offered requests: overload may cost some of them, but never most. */
const LEAST_SERVED_SHARE = 0.9

interface SeriesSetting {
  readonly calledBy: string
  readonly startedAt: Date
  /** Number of busy processes of other programs during the runs. */
  readonly spinning: number
  readonly pace: Pace
}

/** All runs, in the common report format. */
export function seriesReport(
  kind: SeriesKind,
  runs: readonly SeriesRun[],
  { calledBy, startedAt, spinning, pace }: SeriesSetting,
): Report {
  const checks = kind === 'switchover' ? judgeSwitchovers(runs, pace) : judgeFailovers(runs, pace)
  return judgedReport({
    tool: toolBeside(spinning, `series-${kind}${pace === 'aws' ? '-at-aws-pace' : ''}`),
    title: `${runs.length} × ${kind === 'switchover' ? 'switchover to us-west-2 and back' : 'failover after the loss of us-east-1'}`,
    target: 'local',
    startedAt,
    notes: [
      ...busyNote(runs),
      `One running world at --pace ${pace}, under load from all three regions, through edges and straight to the load balancers.`,
      `Clients were at work for ${WARM_UP_MS / 1_000} s before the first run.`,
      'Before each run a ramp finds what is carried while nothing is broken; at most half of it is offered, and at most a quarter on a machine that is too busy.',
      `Called by ${calledBy}.`,
      ...(spinning > 0 ? [besideNote(spinning)] : []),
      ...(kind === 'failover'
        ? ['Replication to both secondaries is held 2 s behind when us-east-1 is lost.']
        : []),
    ],
    tables: [summary(kind, runs), table(runs)],
    checks,
    data: { targets: SERIES_TARGETS[kind], runs },
  })
}

/** What must never happen fails on any machine; checks that depend on time are excused for runs on a busy machine. */
function judgeSwitchovers(runs: readonly SeriesRun[], pace: Pace): readonly Check[] {
  const most = SERIES_TARGETS.switchover.longestWriteGapMs[pace]
  return [
    ...judgeAlways(runs),
    zero('no acknowledged write is lost', runs, ({ lost }) => lost),
    zero('no base copy was made', runs, ({ baseCopies }) => baseCopies),
    ...unlessTooBusyThen(runs, (measured) => [
      ...judgeStories(measured),
      zero('no request failed', measured, ({ failedReads, failedWrites }) => failedReads + failedWrites),
      zero('no read was refused', measured, ({ refusedReads }) => refusedReads),
      atMost(
        `no write gap is longer than ${most} ms`,
        measured,
        ({ longestWriteGapMs }) => longestWriteGapMs,
        most,
      ),
    ]),
  ]
}

function judgeFailovers(runs: readonly SeriesRun[], pace: Pace): readonly Check[] {
  const most = SERIES_TARGETS.failover.rtoMs[pace]
  return [
    ...judgeAlways(runs),
    zero('every lost write is in the snapshot of the old primary', runs, ({ unnamed }) => unnamed),
    ...unlessTooBusyThen(runs, (measured) => [
      ...judgeStories(measured),
      zero('no read failed in any region that was there', measured, ({ failedReads }) => failedReads),
      checkThat(
        measured.every(({ lost }) => lost > 0),
        'each run lost what had not been replicated',
        list(measured, ({ lost }) => lost),
      ),
      atMost(
        `a write was accepted within ${most} ms of the call, as AWS heard it`,
        measured,
        sinceHeard,
        most,
      ),
    ]),
  ]
}

function judgeAlways(runs: readonly SeriesRun[]): readonly Check[] {
  return [
    checkThat(runs.length > 0, 'runs were made', String(runs.length)),
    zero('no write is stored twice', runs, ({ duplicated }) => duplicated),
    zero('every session sees what it wrote or had read', runs, ({ staleReads }) => staleReads),
    zero('no write is accepted by an old writer', runs, ({ byOldWriter }) => byOldWriter),
    zero('every acknowledged write was asked for at the end', runs, ({ unjudged }) => unjudged),
    noTaskReplaced(runs.reduce((sum, { replacedTasks }) => sum + replacedTasks, 0)),
    checkThat(
      runs.every(({ wanted, served }) => served >= LEAST_SERVED_SHARE * wanted),
      'nine of ten offered requests were served in the end, on any machine',
      runs.map(({ wanted, served }) => `${served} of ${wanted}`).join(', '),
    ),
  ]
}

function judgeStories(runs: readonly SeriesRun[]): readonly Check[] {
  return [
    zero('every lead is stored in the end', runs, ({ unplaced }) => unplaced),
    zero(
      'every story was told to its end',
      runs,
      ({ misses }) => misses.filter(({ name }) => name.startsWith('the story')).length,
    ),
  ]
}

/** Failed if a run on a machine that could measure fails; inconclusive if only runs on a busy machine do. */
function unlessTooBusyThen(
  runs: readonly SeriesRun[],
  judge: (runs: readonly SeriesRun[]) => readonly Check[],
): readonly Check[] {
  const measured = judge(runs.filter(({ machine }) => !machine.isTooBusy))
  const all = judge(runs)
  return all.map((check, index) => {
    const ofMeasured = measured[index]
    if (ofMeasured?.verdict === 'failed') return ofMeasured
    return unlessTooBusy(true, [check])[0] ?? check
  })
}

const firstRecovery = ({ recoveriesMs: [first] }: SeriesRun): number => first ?? Number.POSITIVE_INFINITY

const detectedAfter = ({ detectedAfterMs }: SeriesRun): number => detectedAfterMs ?? Number.POSITIVE_INFINITY

const startUp = ({ startUpsMs: [first] }: SeriesRun): number => first ?? 0

const sinceHeard = (run: SeriesRun): number => Math.round(firstRecovery(run) - startUp(run))

function busyNote(runs: readonly SeriesRun[]): readonly string[] {
  const busy = runs.filter(({ machine }) => machine.isTooBusy).map(({ run }) => run)
  if (busy.length === 0) return []
  return [`In run ${busy.join(', ')}: ${TOO_BUSY} of times. What must never happen is still judged.`]
}

type Figure = (run: SeriesRun) => number

const zero = (name: string, runs: readonly SeriesRun[], figure: Figure) => atMost(name, runs, figure, 0)

function atMost(name: string, runs: readonly SeriesRun[], figure: Figure, most: number): Check {
  const above = runs.filter((run) => figure(run) > most)
  const detail =
    above.length === 0
      ? `at most ${Math.max(0, ...runs.map(figure))}`
      : above.map((run) => `${figure(run)} in run ${run.run}`).join(', ')
  return checkThat(above.length === 0, name, detail)
}

const list = (runs: readonly SeriesRun[], figure: Figure) => runs.map(figure).join(', ')

function summary(kind: SeriesKind, runs: readonly SeriesRun[]): Table {
  const figures: readonly (readonly [string, Figure])[] = [
    ...(kind === 'switchover'
      ? ([['longest write gap, ms', (run: SeriesRun) => run.longestWriteGapMs]] as const)
      : []),
    ['call to first accepted write, ms', firstRecovery],
    ['of which a command line starts, ms', startUp],
    ...(kind === 'failover'
      ? ([['loss of the region to its first signal, ms', detectedAfter]] as const)
      : []),
    ['lost writes', (run) => run.lost],
    ['recovery point, s', (run) => run.recoveryPointSeconds],
    ['carried before the story, requests/s', (run) => run.carriedPerSecond],
    ['offered, requests/s', (run) => run.offeredPerSecond],
    ['load average under the load', (run) => run.machine.during.loadAverage],
    ['slowdown under the load, at worst', (run) => run.machine.during.slowdown],
  ]
  return {
    title: 'In all',
    columns: ['what', 'p50', 'max'],
    rows: figures.map(([name, figure]) => {
      const sorted = runs.map(figure).sort((left, right) => left - right)
      const [middle, last] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
      return [name, String(middle ?? '–'), String(last ?? '–')]
    }),
  }
}

/** Requests per second, and how far a busy machine reduced them. */
export const offeredIn = ({
  offeredPerSecond,
  leastShare,
}: Pick<SeriesRun, 'offeredPerSecond' | 'leastShare'>): string =>
  `${offeredPerSecond}${leastShare < 1 ? `, down to ${Math.round(leastShare * PERCENT)} %` : ''}`

function table(runs: readonly SeriesRun[]): Table {
  return {
    title: 'Runs',
    columns: [
      'run',
      'writes',
      'failed writes',
      'never stored',
      'failed reads',
      'refused reads',
      'lost',
      'not in a snapshot',
      'doubled',
      'gap ms',
      'call to first write ms',
      'of which start-up ms',
      'base copies',
      'tasks replaced',
      'carried/s',
      'offered/s',
      'served',
      'load average',
      'too busy',
    ],
    rows: runs.map((run) => [
      ...[
        run.run,
        run.acknowledged,
        run.failedWrites,
        run.unplaced,
        run.failedReads,
        run.refusedReads,
        run.lost,
        run.unnamed,
        run.duplicated,
      ].map(String),
      run.longestWriteGapMs.toFixed(0),
      run.recoveriesMs.map((ms) => ms?.toFixed(0) ?? 'never').join(', '),
      run.startUpsMs.slice(0, run.recoveriesMs.length).join(', '),
      ...[run.baseCopies, run.replacedTasks, run.carriedPerSecond].map(String),
      offeredIn(run),
      `${run.served} of ${run.wanted}`,
      String(run.machine.during.loadAverage),
      run.machine.isTooBusy ? 'yes' : 'no',
    ]),
  }
}
