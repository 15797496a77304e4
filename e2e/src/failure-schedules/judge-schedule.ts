import { examine, findUnnamedLosses, type History } from '@meridian/drills'
import { type Check, checkThat, failed, passed } from '@meridian/operator-tools'
import { LAST_REGION, WRITER_FREED } from './operator.ts'
import { UNANSWERED, UNEXPECTED } from './service.ts'

/** What happened in one schedule, as numbers for reports. */
export interface ScheduleFigures {
  readonly writes: number
  readonly reads: number
  readonly refusedWrites: number
  readonly refusedReads: number
  readonly lostAndNamed: number
  readonly changesOfWriter: number
  /** How often the operator had to free a writer that wrongly considered itself replaced. */
  readonly writersFreed: number
  /** How often the operator declared one region the last, and how often tasks were replaced, rolled or added. */
  readonly lastRegions: number
  readonly taskChanges: number
}

/** A name for each thing that must not happen. */
export type Violation =
  | 'lost'
  | 'duplicated'
  | 'resurrected'
  | 'stale'
  | 'non-monotonic'
  | 'two-writers'
  | 'unplaced'
  | 'unanswered'
  | 'unexpected'
  | 'idle'
  | 'refused'

export interface ScheduleVerdict {
  readonly checks: readonly Check[]
  /** Names of the checks that failed. */
  readonly violations: readonly Violation[]
  readonly figures: ScheduleFigures
}

/** What a story promises beyond the general guarantees. */
export interface Expectations {
  /** No write is refused: there is always a writer, or a new one before a parked write times out. */
  readonly refusesNoWrite?: boolean
}

/** Judges a schedule or a story from its history alone. */
export function judgeSchedule(
  history: History,
  { refusesNoWrite = false }: Expectations = {},
): ScheduleVerdict {
  const found = examine(history)
  const unnamed = findUnnamedLosses(history)
  const details = endsOf(history)
  const unanswered = details.filter(({ detail }) => detail === UNANSWERED)
  const unexpected = details.filter(({ detail }) => detail?.startsWith(UNEXPECTED))
  const judged: readonly (readonly [Violation, Check])[] = [
    [
      'idle',
      checkThat(found.lost.acknowledged > 0, 'writes were acknowledged', `${found.lost.acknowledged}`),
    ],
    [
      'lost',
      none(
        'every lost write is held by the snapshot of a cluster that was promoted over',
        unnamed,
        ({ id, database }) => `${id}, acknowledged by ${database}`,
      ),
    ],
    [
      'duplicated',
      none('no key is stored twice', found.duplicated, ({ key, ids }) => `${key}: ${ids.join(', ')}`),
    ],
    [
      'resurrected',
      none(
        'no write comes back after it was given up',
        found.resurrected,
        ({ id, detail }) => `${id} ${detail}`,
      ),
    ],
    ['stale', none('every session sees what it wrote', found.stale, describeRead)],
    ['non-monotonic', none('every session sees what it has read before', found.nonMonotonic, describeRead)],
    [
      'two-writers',
      none('no old writer accepts a write after the new one began', found.byOldWriter, (write) => {
        const laterMs = write.sentMs - write.newWriterSinceMs
        return `${write.id} by ${write.writerRegion}, sent ${laterMs.toFixed(0)} ms after ${write.newWriter} began`
      }),
    ],
    ['unplaced', none('every visitor gets through in the end', found.unstored, (key) => key)],
    [
      'unanswered',
      none('every request is answered', unanswered, ({ process, atMs }) => `${process} at ${atMs} ms`),
    ],
    [
      'unexpected',
      none('every failure is one that the library names', unexpected, ({ detail }) => detail ?? ''),
    ],
    ...(refusesNoWrite
      ? [
          [
            'refused',
            checkThat(
              found.requests.writes.failed === 0,
              'no write is refused',
              reasonsOf(found.requests.writes),
            ),
          ] as const,
        ]
      : []),
  ]
  return {
    checks: judged.map(([, check]) => check),
    violations: judged.flatMap(([name, { verdict }]) => (verdict === 'failed' ? [name] : [])),
    figures: {
      writes: found.requests.writes.sent,
      reads: found.requests.reads.sent,
      refusedWrites: found.requests.writes.failed,
      refusedReads: found.requests.reads.failed + found.requests.refusedReads,
      lostAndNamed: found.lost.lost.length - unnamed.length,
      changesOfWriter: history.events.filter(
        ({ action, type }) => type === 'ok' && (action === 'switchover' || action === 'failover'),
      ).length,
      lastRegions: history.events.filter(({ detail }) => detail?.endsWith(LAST_REGION)).length,
      taskChanges: history.events.filter(({ process }) => process === 'ecs').length,
      writersFreed: history.events.filter(({ detail }) => detail === WRITER_FREED).length,
    },
  }
}

const SHOWN = 3

const reasonsOf = ({ sent, failed: count, reasons }: ReturnType<typeof examine>['requests']['writes']) =>
  [`${count} of ${sent}`, ...reasons.slice(0, SHOWN).map(([reason, times]) => `${times} × ${reason}`)].join(
    ', ',
  )

function none<Item>(name: string, found: readonly Item[], describe: (item: Item) => string): Check {
  if (found.length === 0) return passed(name, 'none')
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : ''
  return failed(name, `${found.length}: ${found.slice(0, SHOWN).map(describe).join('; ')}${more}`)
}

const describeRead = ({
  id,
  session,
  region,
  database,
  detail,
}: ReturnType<typeof examine>['stale'][number]) =>
  `${session} missed ${id} in ${region} (${database}), ${detail}`

const endsOf = ({ events }: History) =>
  events.filter(({ type, action }) => type === 'info' && (action === 'write' || action === 'read'))
