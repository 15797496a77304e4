import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@meridian/database'
import type { HistoryEnd, Recorder } from '@meridian/drills'
import type { RegionId } from '@meridian/topology'
import type { Library } from './regions.ts'

/** A request without an answer for this long has failed: longer than all time limits of a service together. */
const ANSWER_WITHIN_MS = 7_000
const READY_WITHIN_MS = 10_000

/** Refusals with a defined meaning: nothing happened, or the outcome is unknown, and a retry is right. */
const REFUSALS: ReadonlySet<string> = new Set([
  'MERIDIAN_DATABASE_WRITER_UNAVAILABLE',
  // A task that is stopped refuses its parked writes.
  'MERIDIAN_DATABASE_CLOSED',
  'MERIDIAN_DATABASE_MAJORITY_LOST',
  'MERIDIAN_DATABASE_OUTCOME_UNKNOWN',
  'MERIDIAN_DATABASE_TOO_MANY_PARKED',
  'MERIDIAN_DATABASE_NOT_CAUGHT_UP',
])

/** How the checkers recognise a refused read. */
const NOT_CAUGHT_UP = 'NOT_CAUGHT_UP'

/** One visitor: the token goes with every request, and every answer updates it. */
export interface Visitor {
  readonly session: string
  token: string | undefined
}

/** What visitors can ask of one region's service. Every request and its result are in the history. */
export interface Service {
  readonly region: RegionId
  /** Resolves when the service knows the writer. */
  ready(): Promise<void>
  /** Stores a row with this id under a key; resolves to the id stored under the key, or undefined if the outcome is unknown. */
  write(visitor: Visitor, key: string, id: string): Promise<string | undefined>
  read(visitor: Visitor, id: string): Promise<void>
  /** Changes of tasks: one dies and is replaced, all are rolled one by one, one is added, or all are stopped. */
  replaceTask(): Promise<void>
  rollTasks(): Promise<void>
  addTask(): void
  close(): Promise<void>
}

/** A service over its tasks' databases, with the same two operations as the API's for leads. Tasks take turns. */
export function createService(
  library: Library,
  openTask: () => Database,
  region: RegionId,
  recorder: Recorder,
): Service {
  const tasks = [openTask()]
  let turn = 0
  const nextTask = (): Database => {
    const task = tasks[turn++ % tasks.length]
    if (!task) throw new Error(NO_TASK)
    return task
  }
  const startTask = (): Database => {
    const task = openTask()
    task.warm()
    return task
  }
  const find = library.prepareRead<{ id: string }, { slug: string }>((db, { id }) =>
    db.selectFrom('campaigns').select('slug').where('slug', '=', id),
  )

  return {
    region,
    async ready() {
      for (const task of tasks) task.warm()
      const deadlineMs = performance.now() + READY_WITHIN_MS
      while (tasks.some((task) => task.load().writer.connections === 0)) {
        if (performance.now() > deadlineMs)
          throw new Error(
            `The service of ${region} found no writer in ${READY_WITHIN_MS} ms, with nothing broken`,
          )
        await sleep(10)
      }
    },
    async write(visitor, key, id) {
      const { session } = visitor
      const operation = recorder.begin(`service ${region}`, 'write', { key, session, via: region })
      const request = { operation: 'store', fingerprint: library.fingerprintOf({ key }), outcome: { id } }
      const ended = await inTime(
        async () =>
          nextTask().writeOnce(
            { key, ...request },
            (claimed) => claimed.with('stored', insertRow(id, key)),
            visitor.token,
          ),
        (written): HistoryEnd => {
          const stored = written.status === 'repeated' ? (written.outcome as { id: string }).id : id
          if (written.status === 'key-reused') return { type: 'fail', detail: 'key-reused' }
          visitor.token = written.token
          return { ...served(region, written), type: 'ok', id: stored }
        },
      )
      operation.end(ended)
      return ended.type === 'ok' ? ended.id : undefined
    },
    async read(visitor, id) {
      const { session, token } = visitor
      const operation = recorder.begin(`service ${region}`, 'read', {
        id,
        session,
        via: region,
        ...(token !== undefined && { token }),
      })
      const ended = await inTime(
        async () => nextTask().read(find, { id }, { token }),
        (found): HistoryEnd => {
          visitor.token = found.token
          return { ...served(region, found), type: 'ok', id, isFound: found.value.length > 0 }
        },
      )
      operation.end(ended)
    },
    async replaceTask() {
      const killed = tasks.shift()
      tasks.push(startTask())
      await killed?.close()
    },
    async rollTasks() {
      for (let left = tasks.length; left > 0; left -= 1) {
        tasks.push(startTask())
        await tasks.shift()?.close()
      }
    },
    addTask: () => void tasks.push(startTask()),
    async close() {
      await Promise.all(tasks.splice(0).map((task) => task.close()))
    },
  }
}

type Written = Parameters<Database['writeOnce']>[1]
type Claimed = Parameters<Written>[0]

/** The smallest row there is, a campaign: its slug is the row's id, its model the key it was stored under. */
function insertRow(id: string, key: string): Parameters<Claimed['with']>[1] {
  return ((db: Claimed) =>
    db
      .insertInto('campaigns')
      .columns(['slug', 'model', 'starts_at'])
      .expression((eb) =>
        eb
          .selectFrom('claimed')
          .select([
            eb.val(id).as('slug'),
            eb.val(key).as('model'),
            eb.cast<Date>(eb.val('2026-01-01'), 'timestamptz').as('starts_at'),
          ]),
      )) as never
}

function served(
  region: RegionId,
  { servedBy, token }: { readonly servedBy: { readonly instance: string }; readonly token: string },
): Omit<HistoryEnd, 'type'> {
  return { region, database: servedBy.instance, token }
}

async function inTime<Answer>(
  ask: () => Promise<Answer>,
  understand: (answer: Answer) => HistoryEnd,
): Promise<HistoryEnd> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<HistoryEnd>((resolve) => {
    timer = setTimeout(() => resolve({ type: 'info', detail: UNANSWERED }), ANSWER_WITHIN_MS)
  })
  try {
    return await Promise.race([ask().then(understand), late])
  } catch (error) {
    return { type: 'info', detail: reasonOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** How the history records a request without an answer. */
export const UNANSWERED = 'no answer in time'
/** What a visitor gets in a region without tasks. */
const NO_TASK = 'Connection refused: no task runs'
/** Prefix of a failure that the library has no code for. */
export const UNEXPECTED = 'unexpected: '

function reasonOf(error: unknown): string {
  const { code, name, message } = error as Error & { code?: string }
  if (code?.endsWith(NOT_CAUGHT_UP)) return NOT_CAUGHT_UP
  if (code !== undefined && REFUSALS.has(code)) return code
  return isBrokenWay(error) ? `${code ?? message}` : `${UNEXPECTED}${name} ${code ?? ''} ${message}`
}

/** Errors of networks and stopping servers; a read that reaches no region ends with the last of these. */
function isBrokenWay(error: unknown): boolean {
  const { code = '', message } = error as Error & { code?: string }
  return (
    /^(E[A-Z]+|57P0[123]|57014|08\d{3}|40001|25006)$/.test(code) ||
    /terminated|timeout|Connection|closed/i.test(message)
  )
}
