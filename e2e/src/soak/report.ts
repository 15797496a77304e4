import { type Check, checkThat, judgedReport, percentile, type Report } from '@meridian/operator-tools'
import { besideNote, toolBeside } from '../beside.ts'
import { noTaskReplaced } from '../replaced-tasks.ts'
import type { SoakOptions, SoakSample } from './run-soak.ts'

/** By then everything has been compiled, connected and requested once. */
const SETTLED_AFTER_MS = 10 * 60_000
/** Garbage collections are minutes apart, so medians over this long are compared. */
const COMPARED_MS = 5 * 60_000
const MOST_GROWTH = 0.1
/** Six servers' WAL and data, two generations of every log, the journal, and one snapshot per lost region. */
const DISK_CEILING_BYTES = 3 * 1024 ** 3
const MS_PER_MINUTE = 60_000
const BYTES_PER_MEBIBYTE = 1_048_576
const ROWS = 13
const PERCENT = 100

/** Judges a soak: memory at the end against memory once settled, and the disk against its limit. */
export function soakReport(samples: readonly SoakSample[], options: SoakOptions, startedAt: Date): Report {
  const last = samples.at(-1)
  const checks = [
    ...memoryChecks(samples),
    diskCheck(samples),
    loadCheck(last),
    ...changesChecks(last, options),
    noTaskReplaced(last?.replacedTasks ?? 0),
  ]
  return judgedReport({
    tool: toolBeside(options.spinning, 'soak'),
    title: `${options.minutes} minutes of constant load`,
    target: 'local',
    startedAt,
    notes: [
      `${options.requestsPerSecond} requests a second over all edges, four of ten of addresses never asked for before; a change of writer every ${options.changeEveryMinutes} minutes. Measured on the local world.`,
      besideNote(options.spinning),
      ...failuresNote(samples),
      'Memory of the main process is what is resident; of the world, the proportional share of all its processes.',
    ],
    tables: [
      {
        title: 'What the world needed',
        columns: [
          'minute',
          'main MiB',
          'world MiB',
          'processes',
          'disk MiB',
          'journal lines',
          'role changes',
          'tasks replaced',
          'requests',
          'failed',
          'slowdown',
        ],
        rows: thinned(samples).map((sample) => [
          (sample.atMs / MS_PER_MINUTE).toFixed(1),
          mebibytes(sample.mainBytes),
          mebibytes(sample.worldBytes),
          String(sample.processes),
          mebibytes(sample.diskBytes),
          String(sample.journalLines),
          String(sample.roleChanges),
          String(sample.replacedTasks),
          String(sample.sent),
          String(sample.failed),
          String(sample.slowdown ?? ''),
        ]),
      },
    ],
    checks,
    data: { options, samples },
  })
}

function memoryChecks(samples: readonly SoakSample[]): readonly Check[] {
  const endMs = samples.at(-1)?.atMs ?? 0
  const within = (fromMs: number) =>
    samples.filter(({ atMs }) => atMs >= fromMs && atMs <= fromMs + COMPARED_MS)
  const [settled, last] = [within(SETTLED_AFTER_MS), within(endMs - COMPARED_MS)]
  const name = 'memory of the last five minutes is within 10 % of that from minute ten'
  if (endMs < SETTLED_AFTER_MS + 2 * COMPARED_MS)
    return [{ name, verdict: 'unknown', detail: 'the soak is too short for a verdict on memory' }]
  return (
    [
      ['main process', 'mainBytes'],
      ['whole world', 'worldBytes'],
    ] as const
  ).map(([what, of]) => {
    const medianOf = (some: readonly SoakSample[]) =>
      percentile(
        some.map((sample) => sample[of]),
        0.5,
      )
    const [before, after] = [medianOf(settled), medianOf(last)]
    const growth = after / before - 1
    return checkThat(
      growth <= MOST_GROWTH,
      `${what}: ${name}`,
      `${mebibytes(before)} MiB, then ${mebibytes(after)} MiB: ${(growth * PERCENT).toFixed(1)} %`,
    )
  })
}

function diskCheck(samples: readonly SoakSample[]): Check {
  const most = Math.max(...samples.map(({ diskBytes }) => diskBytes))
  return checkThat(
    most <= DISK_CEILING_BYTES,
    'the run folder stays below its ceiling',
    `at most ${mebibytes(most)} MiB of ${mebibytes(DISK_CEILING_BYTES)}`,
  )
}

/** A soak that serves less than half its load proves nothing. */
function loadCheck(last: SoakSample | undefined): Check {
  const { sent = 0, failed = 0, refused = 0, causes = {} } = last ?? {}
  const counted = Object.entries(causes).map(([cause, times]) => `${times} × ${cause}`)
  return checkThat(
    sent > 0 && failed + refused < sent / 2,
    'the load was served',
    `${sent} requests, ${refused} limited, ${failed} failed${counted.length > 0 ? `: ${counted.join(', ')}` : ''}`,
  )
}

/** Refused changes are skipped, so a soak may end without a change of writer; one with less than half of them proves nothing. */
function changesChecks(last: SoakSample | undefined, { changeEveryMinutes }: SoakOptions): readonly Check[] {
  const { atMs = 0, roleChanges = 0 } = last ?? {}
  const due = Math.floor(atMs / (changeEveryMinutes * MS_PER_MINUTE))
  if (due === 0) return []
  return [checkThat(roleChanges >= due / 2, 'the writer was changed', `${roleChanges} of ${due}`)]
}

/** Attributes failures to the system, or to a machine that was too busy to carry the load. */
function failuresNote(samples: readonly SoakSample[]): readonly string[] {
  const failed = samples.at(-1)?.failed ?? 0
  const whileBusy = samples.reduce((sum, sample, index) => {
    const before = samples[index - 1]
    const wasBusy = sample.isTooBusy || before?.isTooBusy === true
    return wasBusy ? sum + sample.failed - (before?.failed ?? 0) : sum
  }, 0)
  if (whileBusy === 0) return []
  return [
    `${whileBusy} of ${failed} failed requests fell between samples of which one found this machine too busy: the edges then refuse with a 503 page what comes beyond their bound.`,
  ]
}

function thinned(samples: readonly SoakSample[]): readonly SoakSample[] {
  const every = Math.max(1, Math.ceil(samples.length / ROWS))
  return samples.filter((_, index) => index % every === 0 || index === samples.length - 1)
}

const mebibytes = (bytes: number): string => (bytes / BYTES_PER_MEBIBYTE).toFixed(0)
