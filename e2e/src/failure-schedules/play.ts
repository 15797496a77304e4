import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom, createRecorder, type History, type Recorder, readHistory } from '@meridian/drills'
import { otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'
import { createOperator, type Operator } from './operator.ts'
import { type Library, type Regions, SERVICE, type ServiceOptions } from './regions.ts'
import { describeStep, type Schedule, type Step, type TaskChange } from './schedule.ts'
import { createService, type Service } from './service.ts'
import { startVisitors } from './visitors.ts'

const HOME: RegionId = 'us-east-1'
const SWEEPS_AGAIN_AFTER_MS = 50
const SWEEP_WITHIN_MS = 10_000
/** Long enough for every region to have renewed its support, so that a majority counts all of them. */
const LOOKS_AROUND_MS = 3 * SERVICE.watchEveryMs

let plays = 0

/** What a story works with. */
export interface Stage {
  readonly regions: Regions
  readonly recorder: Recorder
  readonly operator: Operator
  readonly services: Readonly<Record<RegionId, Service>>
  /** Prefix of every session, key and id of this run. */
  readonly prefix: string
}

/**
 * Plays a story on three real regions and returns its history. Begins and ends with us-east-1 as the writer and every member
 * connected, so that one world serves many stories.
 */
export async function playStory(
  regions: Regions,
  library: Library,
  name: string,
  act: (stage: Stage) => Promise<void>,
  options: ServiceOptions = {},
): Promise<History> {
  plays += 1
  const prefix = `${name}-${plays}`
  const recorder = createRecorder(() => performance.now())
  const operator = createOperator(regions, recorder)
  const snapshotsBefore = new Set(regions.world.rds.snapshots().map(({ id }) => id))
  const services = openServices(regions, library, recorder, options)
  try {
    await warm(services, prefix)
    recorder.note('rig', 'phase', { detail: 'the story begins' })
    await act({ regions, recorder, operator, services, prefix })
  } finally {
    await Promise.all(REGION_IDS.map((region) => services[region].close()))
  }
  await sweep(regions, recorder, prefix, 1)
  await operator.untilSettled()
  await sweep(regions, recorder, prefix, 2)
  if (operator.writerRegion() !== HOME) {
    recorder.note('rig', 'phase', { detail: 'home' })
    await operator.changeWriter('switchover', HOME)
    await operator.untilSettled()
    await sweep(regions, recorder, prefix, 3)
  }
  await nameLosses(regions, recorder, prefix, snapshotsBefore)
  return readHistory(recorder.events())
}

/** Plays a drawn schedule with visitors in every region. */
export function playSchedule(regions: Regions, library: Library, schedule: Schedule): Promise<History> {
  return playStory(
    regions,
    library,
    `s${schedule.seed}`,
    async ({ operator, recorder, services, prefix }) => {
      const visitors = startVisitors(services, createRandom(schedule.seed).fork('visitors'), prefix)
      await playSteps(operator, services, recorder, schedule)
      recorder.note('rig', 'phase', { detail: 'everything is healed' })
      await operator.keepWriterOpen(visitors.leave())
    },
  )
}

function openServices(
  regions: Regions,
  library: Library,
  recorder: Recorder,
  options: ServiceOptions,
): Record<RegionId, Service> {
  const open = (region: RegionId) =>
    [region, createService(library, () => regions.open(library, region, options), region, recorder)] as const
  return Object.fromEntries(REGION_IDS.map(open)) as Record<RegionId, Service>
}

/** Lets every service find its reader and writer and watch the other regions before anything breaks. */
async function warm(services: Readonly<Record<RegionId, Service>>, prefix: string): Promise<void> {
  await Promise.all(
    REGION_IDS.map(async (region) => {
      await services[region].ready()
      const visitor = { session: `${prefix}-warm-${region}`, token: undefined }
      const id = await services[region].write(visitor, visitor.session, visitor.session)
      if (id !== undefined) await services[region].read(visitor, id)
    }),
  )
  await sleep(LOOKS_AROUND_MS)
}

/** Failures and task changes happen by the clock; changes of writer happen one at a time. Resolves when everything is healed. */
async function playSteps(
  operator: Operator,
  services: Stage['services'],
  recorder: Recorder,
  { steps, lengthMs }: Schedule,
): Promise<void> {
  const startedMs = performance.now()
  const at = (ms: number) => sleep(Math.max(0, startedMs + ms - performance.now()))
  const changes = async () => {
    for (const step of steps) {
      if (!('to' in step)) continue
      await at(step.atMs)
      await operator.changeWriter(step.do, step.to)
    }
  }
  const play = async (step: Step): Promise<void> => {
    if ('to' in step) return
    await at(step.atMs)
    const description = describeStep(step).trim()
    if (step.do === 'inject') {
      const heal = await operator.inject(step.failure, description)
      await at(step.atMs + step.forMs)
      await heal()
    } else if (step.do === 'lose-neighbours') {
      await loseOtherRegions(operator, services, () => at(step.atMs + step.forMs), description)
    } else {
      recorder.note('ecs', 'phase', { detail: description })
      await changeTasks(services[step.region], step.do)
    }
  }
  await Promise.all([...steps.map(play), changes(), at(lengthMs)])
}

function changeTasks(service: Service, change: TaskChange): Promise<void> | void {
  if (change === 'add-task') return service.addTask()
  return change === 'roll-tasks' ? service.rollTasks() : service.replaceTask()
}

/** The lost regions are unreachable and have no tasks; the operator declares the last region once writes have stopped. */
async function loseOtherRegions(
  operator: Operator,
  services: Stage['services'],
  untilBack: () => Promise<unknown>,
  description: string,
): Promise<void> {
  const last = operator.writerRegion()
  const lost = otherRegions(last).map((region) => services[region])
  const heal = await operator.inject({ kind: 'isolate-region', region: last }, description)
  await Promise.all(lost.map((service) => service.close()))
  await Promise.all([operator.declareLastRegion(), untilBack()])
  await heal()
  for (const service of lost) service.addTask()
}

/** Asks the writer for every row of this run: those that were acknowledged, and those stored without an acknowledgement. */
async function sweep(regions: Regions, recorder: Recorder, prefix: string, number: number): Promise<void> {
  const rows = await askUntilAnswered(() =>
    regions.askWriter<{ id: string; key: string }>(
      'select slug as id, model as key from campaigns where slug like $1',
      [`${prefix}-%`],
    ),
  )
  const there = new Map(rows.map(({ id, key }) => [id, key]))
  const acknowledged = readHistory(recorder.events()).acknowledged.map(({ id }) => id)
  for (const id of new Set([...acknowledged, ...there.keys()])) {
    const key = there.get(id)
    const operation = recorder.begin('sweeper', 'sweep', { id, sweep: number, ...(key && { key }) })
    operation.end({ type: 'ok', id, isFound: key !== undefined })
  }
}

async function askUntilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const deadlineMs = performance.now() + SWEEP_WITHIN_MS
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (performance.now() > deadlineMs) throw error
      await sleep(SWEEPS_AGAIN_AFTER_MS)
    }
  }
}

/** Looks for lost acknowledged rows in the snapshots of the clusters that a failover replaced. */
async function nameLosses(
  regions: Regions,
  recorder: Recorder,
  prefix: string,
  before: ReadonlySet<string>,
): Promise<void> {
  const { acknowledged, missing } = readHistory(recorder.events())
  if (!acknowledged.some(({ id }) => missing.has(id))) return
  for (const { id: snapshotId } of regions.world.rds.snapshots()) {
    if (before.has(snapshotId)) continue
    const rows = await regions.askSnapshot<{ id: string }>(
      snapshotId,
      `select slug as id from campaigns where slug like '${prefix}-%'`,
    )
    for (const { id } of rows)
      if (missing.has(id)) recorder.note('sweeper', 'snapshot', { id, isFound: true, detail: snapshotId })
  }
}
