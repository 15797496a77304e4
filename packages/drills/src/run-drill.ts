import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createRdsControl, describeDatabase, isSettled, writerOf } from '@meridian/failover'
import {
  type AwsClients,
  createAwsClients,
  failed,
  type MachineEvidence,
  type MachineWatch,
  OperationRefusedError,
  REAL_PACING,
  type Report,
  sample,
  type TargetDescription,
  takesAwsTimes,
  unlessTooBusy,
  watchMachine,
  worldMachine,
} from '@meridian/operator-tools'
import { FIRST_PRIMARY, REGION_IDS, type RegionId } from '@meridian/topology'
import { watchDetection } from './detection/watch-detection.ts'
import { type Drill, targetsOn } from './drill.ts'
import { createFailureClient } from './failures/failure-client.ts'
import { type History, readHistory } from './history/history.ts'
import { createRecorder, type Recorder } from './history/recorder.ts'
import { examine, judge } from './judge.ts'
import { type Capacity, measureCapacity, type OfferedLoad, offerOf } from './load/capacity.ts'
import { DEFAULT_RATES, HOME_CITY, planLoad } from './load/load-plan.ts'
import { startOpenLoop } from './load/open-loop.ts'
import { followMachine } from './load/pace.ts'
import { type LoadCounts, type LoadOptions, type RunningLoad, startLoad } from './load/run-load.ts'
import { openWays, type Ways } from './load/ways.ts'
import { createRandom } from './random.ts'
import { drillReport } from './report/drill-report.ts'
import { describeCapacity, type LoadEvidence } from './report/load-tables.ts'
import { createScene, type RoleChangeCaller, type Scene } from './scene.ts'
import { sweepWrites } from './sweep.ts'

export interface DrillOptions {
  readonly seed: number
  /** Multiplies every rate of the load. */
  readonly rateFactor: number
  /** How long clients work before anything is recorded: a new process still compiles and connects. */
  readonly warmUpMs: number
  /** Where operations keep their journals. */
  readonly resultsFolder: string
  readonly onPhase: (name: string) => void
  /** Called with the scene once failures may be injected. */
  readonly onScene?: (scene: Pick<Scene, 'healBeforeLeaving'>) => void
  /** What this target carries, if an earlier drill has measured it; measured before the story otherwise. */
  readonly capacity?: Capacity | undefined
  /** How AWS is called for a change of writer; by its SDK by default. */
  readonly caller?: RoleChangeCaller | undefined
}

export interface DrillResult {
  readonly report: Report & { readonly machine: MachineEvidence }
  readonly load: LoadEvidence
  readonly history: History
}

const SETTLE_WITHIN_MS = 60_000
const SETTLE_POLL_MS = 250
/** Longer than the service's own limit, 12 s: hanging up earlier costs a connection and reveals nothing. */
const REQUEST_TIMEOUT_MS = 15_000
/** A budget paces retries, so the last one to get through waits longer than the outage lasted. */
const VISITORS_PATIENCE_MS = { fast: 30_000, aws: 300_000 }
const LAG_SAMPLES_PER_SECOND = 5
/** The machine is watched this long before anything is sent. */
const IDLE_MS = 1_500
/** Before and after the story, so that the figures show the normal state. */
const CALM_MS = 2_000

/** Runs a drill: load, story, healing, sweeps; then the checkers judge the history. Leaves the writer at home. */
export async function runDrill(
  target: TargetDescription,
  drill: Drill,
  options: DrillOptions,
): Promise<DrillResult> {
  const startedAt = new Date()
  using aws = createAwsClients(target)
  if (drill.injectsFailures) createFailureClient(target)
  await untilSettledAtHome(target, aws, options.onPhase)
  await using ways = await openWays(target, REQUEST_TIMEOUT_MS)
  await using machine = watchMachine(worldMachine(target))
  const patienceMs = takesAwsTimes(target) ? VISITORS_PATIENCE_MS.aws : VISITORS_PATIENCE_MS.fast
  const clients = { ways, campaignSlug: await anyCampaign(ways), patienceMs }
  await REAL_PACING.wait(IDLE_MS)
  const wasTooBusy = machine.isTooBusy()
  machine.enter('ramp')
  const { capacity, offered } = await chooseLoad(clients, drill, options, wasTooBusy)
  const recorder = createRecorder(() => performance.now())
  const journalFolder = join(options.resultsFolder, 'failover')
  const scene = createScene({
    target,
    aws,
    recorder,
    journalFolder,
    onPhase: options.onPhase,
    caller: options.caller,
  })
  options.onScene?.(scene)
  using pace = followMachine(machine, offered.factor)
  const { failure, counts } = await live(scene, drill, recorder, ways, machine, offered, () =>
    startClients(recorder, clients, drill, offered, options, pace.share),
  )
  const seen = await machine.end()
  const history = readHistory(recorder.events())
  const findings = examine(history, drill.excused)
  const targets = targetsOn(target, drill)
  const { seed, rateFactor, warmUpMs } = options
  const checks = [
    ...judge(history, findings, targets, { offered, isTooBusy: seen.isTooBusy }),
    ...unlessTooBusy(seen.isTooBusy, failure ? [failed('the story ran to its end', failure.message)] : []),
  ]
  const run = { drill, target, targets, startedAt, seed, rateFactor, warmUpMs, findings, checks }
  const load = { capacity, offered, counts, leastShare: pace.least }
  return { report: drillReport({ ...run, load, machine: seen }), load, history }
}

type ClientParts = Pick<LoadOptions, 'ways' | 'campaignSlug' | 'patienceMs'>

/** Measures the capacity with warm clients and no failures, unless it is known, and chooses the share of it to send. */
async function chooseLoad(
  clients: ClientParts,
  drill: Drill,
  options: DrillOptions,
  wasTooBusy: boolean,
): Promise<{ readonly capacity: Capacity; readonly offered: OfferedLoad }> {
  const { rateFactor, seed, warmUpMs, onPhase } = options
  const rates = { ...DEFAULT_RATES, ...drill.rates }
  const choose = async () => {
    const capacity =
      options.capacity ??
      (await measureCapacity({ ...clients, rates, wanted: rateFactor, seed, wait: REAL_PACING.wait }))
    return { capacity, offered: offerOf(capacity, rates, rateFactor, wasTooBusy) }
  }
  if (warmUpMs > 0) {
    onPhase('warming up')
    const { offered } = await choose()
    const load = startClients(
      createRecorder(() => performance.now()),
      clients,
      drill,
      offered,
      options,
    )
    await REAL_PACING.wait(warmUpMs)
    await load.stop()
  }
  if (!options.capacity) onPhase('measuring what is carried while nothing is broken')
  const chosen = await choose()
  onPhase(
    `${describeCapacity(chosen.capacity)} requests a second are carried; offering ${chosen.offered.perSecond}`,
  )
  return chosen
}

function startClients(
  recorder: Recorder,
  clients: ClientParts,
  drill: Drill,
  { factor }: OfferedLoad,
  { seed }: DrillOptions,
  share?: () => number,
): RunningLoad {
  return startLoad({
    ...clients,
    recorder,
    plan: planLoad({ ...DEFAULT_RATES, ...drill.rates }, factor),
    factor,
    ...(share && { share }),
    random: createRandom(seed),
    runId: `${seed}-${randomUUID().slice(0, 8)}`,
  })
}

/** From the first request to the last sweep. An error of the story is kept, so that the history is still judged. */
async function live(
  scene: Scene,
  drill: Drill,
  recorder: Recorder,
  ways: Ways,
  machine: MachineWatch,
  { factor }: OfferedLoad,
  begin: () => RunningLoad,
): Promise<{ failure: Error | undefined; counts: LoadCounts }> {
  machine.enter('during')
  const load = begin()
  const lag = watchLag(recorder, ways, Math.min(1, factor))
  const detection = drill.injectsFailures ? await watchDetection(scene.target, recorder) : undefined
  let failure: Error | undefined
  try {
    scene.phase('calm')
    await scene.letRun(CALM_MS)
    await drill.act(scene)
    scene.phase('calm again')
    await scene.letRun(CALM_MS)
  } catch (error) {
    failure = error as Error
  } finally {
    await load.stop(drill.excused)
    await lag.stop()
    await detection?.stop()
    machine.enter('after')
  }
  // However the story ended, sweep what was acknowledged.
  const untidied = await cleanUp(scene, recorder, ways).catch((error: Error) => error)
  return { failure: failure ?? untidied, counts: load.counts() }
}

/** Sweeps before and after the rest of the system is healed: writes that were lost must not come back with it. */
async function cleanUp(scene: Scene, recorder: Recorder, ways: Ways): Promise<undefined> {
  const acknowledged = () => readHistory(recorder.events()).acknowledged
  const writer = () =>
    acknowledged().findLast(({ writerRegion }) => writerRegion)?.writerRegion ?? FIRST_PRIMARY
  const sweep = (number: number, region: RegionId) =>
    sweepWrites({ recorder, ways, region, ids: acknowledged().map(({ id }) => id), sweep: number })
  const last = writer()
  await sweep(1, last)
  scene.phase('healing')
  await scene.healAll()
  await scene.untilSettled()
  await sweep(2, last)
  if (last !== FIRST_PRIMARY) {
    scene.phase('home')
    await scene.switchover(FIRST_PRIMARY)
    await sweep(3, FIRST_PRIMARY)
  }
  return undefined
}

/** Samples are requests too: a smaller load gets fewer of them. */
function watchLag(recorder: Recorder, ways: Ways, share: number) {
  const loops = REGION_IDS.map((region) =>
    startOpenLoop(LAG_SAMPLES_PER_SECOND * share, 1, 0, async () => {
      const { lagMs, detail } = await sample(ways.to(HOME_CITY[region], region), region, recorder.nowMs())
      recorder.note('lag watch', 'lag', { via: region, detail, ...(lagMs !== undefined && { lagMs }) })
    }),
  )
  return { stop: () => Promise.all(loops.map((loop) => loop.stop())) }
}

async function anyCampaign(ways: Ways): Promise<string> {
  const client = ways.to(HOME_CITY[FIRST_PRIMARY], FIRST_PRIMARY)
  const answer = await client.send({ method: 'GET', path: '/api/campaigns?locale=ko' })
  const { campaigns = [] } = JSON.parse(answer.body) as { campaigns?: { slug: string }[] }
  const [first] = campaigns
  if (!first) throw new OperationRefusedError(`The API lists no campaign (it answered ${answer.status}).`)
  return first.slug
}

/** Every drill begins in the same state. In a world that has just started, members may still be connecting. */
async function untilSettledAtHome(
  target: TargetDescription,
  aws: AwsClients,
  onPhase: DrillOptions['onPhase'],
): Promise<void> {
  const { globalClusterId, regions } = target.stackOutputs.database
  const control = createRdsControl(aws)
  const startedMs = performance.now()
  for (let isTold = false; ; isTold = true) {
    const database = await control.describe(FIRST_PRIMARY, globalClusterId)
    const isHome = writerOf(database)?.arn === regions[FIRST_PRIMARY].clusterArn
    if (isHome && isSettled(database)) return
    const isOver = isSettled(database) || performance.now() - startedMs > SETTLE_WITHIN_MS
    if (isOver)
      throw new OperationRefusedError(
        `A drill begins with ${FIRST_PRIMARY} writing and every member connected; seen: ${describeDatabase(database)}. Go home first with: failover failback`,
      )
    if (!isTold) onPhase('waiting until every member follows the writer')
    await REAL_PACING.wait(SETTLE_POLL_MS)
  }
}
