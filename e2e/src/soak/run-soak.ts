import { setTimeout as sleep } from 'node:timers/promises'
import { createRdsControl, isSettled } from '@meridian/failover'
import { createAwsClients, type TargetDescription, worldMachine } from '@meridian/operator-tools'
import { FIRST_PRIMARY, REGION_IDS } from '@meridian/topology'
import { countReplacedTasks } from '../replaced-tasks.ts'
import { type Footprint, measureFootprint } from './measure.ts'
import type { WorldApart } from './start-apart.ts'
import { type Served, visit } from './visitors.ts'

export interface SoakOptions {
  readonly minutes: number
  /** Time between two changes of writer. */
  readonly changeEveryMinutes: number
  readonly requestsPerSecond: number
  /** Number of busy processes of other programs. */
  readonly spinning: number
}

export interface SoakSample extends Footprint, Served {
  /** Since the load began. */
  readonly atMs: number
  readonly roleChanges: number
  /** Since the load began. */
  readonly replacedTasks: number
  /** Factor relative to an idle machine; undefined if the world did not report it. */
  readonly slowdown: number | undefined
  /** As the world reports it: its edges then reject requests above their limit. */
  readonly isTooBusy: boolean
}

const MS_PER_MINUTE = 60_000
const SAMPLES = 120
const LEAST_BETWEEN_SAMPLES_MS = 5_000

/** Loads a world and samples what it uses, yielding each sample at once. `ending` aborts it early. */
export async function* soak(
  world: WorldApart,
  target: TargetDescription,
  { minutes, changeEveryMinutes, requestsPerSecond }: SoakOptions,
  ending: AbortSignal,
): AsyncGenerator<SoakSample> {
  const stop = new AbortController()
  const durationMs = minutes * MS_PER_MINUTE
  const everyMs = Math.max(LEAST_BETWEEN_SAMPLES_MS, durationMs / SAMPLES)
  const edges = world.description.addresses.filter(({ section }) => section === 'Edges')
  const visitors = visit({
    edges: edges.map(({ address }) => address),
    perSecond: requestsPerSecond,
    signal: stop.signal,
  })
  const changes = changeWriterAgainAndAgain(target, changeEveryMinutes * MS_PER_MINUTE, stop.signal)
  const startedMs = performance.now()
  const tasksBefore = await countReplacedTasks(world.runFolder)
  try {
    for (let turn = 1; turn * everyMs <= durationMs; turn++) {
      await pause(Math.max(0, startedMs + turn * everyMs - performance.now()), world.ended, ending)
      // A terminal's Ctrl-C also reaches the world.
      if (ending.aborted) return
      yield {
        atMs: performance.now() - startedMs,
        ...(await measureFootprint(world.pid, world.runFolder)),
        ...visitors.served(),
        roleChanges: changes.done(),
        replacedTasks: (await countReplacedTasks(world.runFolder)) - tasksBefore,
        ...(await machineOf(target)),
      }
    }
  } finally {
    stop.abort()
    await changes.ended
  }
}

/** Throws if the world has exited in the meantime, because there is nothing left to measure. */
async function pause(ms: number, ended: Promise<void>, ending: AbortSignal): Promise<void> {
  const over = new AbortController()
  const lost = ended.then(() => {
    if (!ending.aborted) throw new Error('The world ended while it was under load.')
  })
  lost.catch(() => {})
  const signal = AbortSignal.any([ending, over.signal])
  await Promise.race([sleep(ms, undefined, { signal }).catch(() => {}), lost]).finally(() => over.abort())
}

/** Switches over from region to region; a refused change is skipped, which shows in the count. */
function changeWriterAgainAndAgain(target: TargetDescription, everyMs: number, signal: AbortSignal) {
  const aws = createAwsClients(target)
  const control = createRdsControl(aws)
  const { globalClusterId } = databaseOf(target)
  let done = 0
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = changeWriter().catch(() => {})
  }, everyMs)
  const ended = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => {
    clearInterval(timer)
    void running.then(() => {
      aws[Symbol.dispose]()
      ended.resolve()
    })
  })

  async function changeWriter(): Promise<void> {
    const database = await control.describe(FIRST_PRIMARY, globalClusterId)
    const writer = database.members.findIndex(({ isWriter }) => isWriter)
    const next = database.members[(writer + 1) % database.members.length]
    const region = REGION_IDS.find((id) => database.members[writer]?.arn.includes(`:${id}:`))
    if (!isSettled(database) || !next || !region) return
    await control.switchover(region, globalClusterId, next.arn)
    done++
  }

  return { done: () => done, ended: ended.promise }
}

function databaseOf({ stackOutputs }: TargetDescription): { readonly globalClusterId: string } {
  return stackOutputs.database
}

async function machineOf(target: TargetDescription): Promise<Pick<SoakSample, 'slowdown' | 'isTooBusy'>> {
  const machine = await worldMachine(target)?.().catch(() => undefined)
  return { slowdown: machine?.slowdown, isTooBusy: machine?.isTooBusy ?? false }
}
