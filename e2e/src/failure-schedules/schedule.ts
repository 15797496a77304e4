import { createRandom, describeFailure, type Failure, type Random } from '@meridian/drills'
import { instanceId, otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'

/** One step of a schedule. */
export type Step =
  | { readonly atMs: number; readonly do: 'inject'; readonly failure: Failure; readonly forMs: number }
  | { readonly atMs: number; readonly do: 'switchover' | 'failover'; readonly to: RegionId }
  /** A task dies and is replaced; all tasks are rolled, one by one; or one is added. */
  | TaskStep
  /** Only the writer's region is left, and after a while the operator declares it the last. */
  | { readonly atMs: number; readonly do: 'lose-neighbours'; readonly forMs: number }

const TASK_CHANGES = ['replace-task', 'roll-tasks', 'add-task'] as const
export type TaskChange = (typeof TASK_CHANGES)[number]

interface TaskStep {
  readonly atMs: number
  readonly do: TaskChange
  readonly region: RegionId
}

/** What fails when, and what an operator does about it. The same seed gives the same schedule. */
export interface Schedule {
  readonly seed: number
  readonly lengthMs: number
  /** Ordered by time. */
  readonly steps: readonly Step[]
}

const LENGTH_MS = 1_600
const LAST_FAILURE_MS = 1_100
const MOST_FAILURES = 4
const LONGEST_DELAY_MS = 400
const SLOWEST_LINK_MS = 250
const SLOWEST_DISK_MS = 60
const MOST_TASK_CHANGES = 3
const SHARE_OF_LAST_REGIONS = 0.12
/** Longer than the lease, so that the operator has something to declare. */
const ALONE_MS = 1_600

/**
 * Draws a schedule: one to four failures that may overlap, at most two changes of writer, and up to three of tasks. One in
 * eight loses all regions but one instead, and the writer stays.
 */
export function drawSchedule(seed: number): Schedule {
  const random = createRandom(seed).fork('schedule')
  const failures = Array.from({ length: 1 + random.below(MOST_FAILURES) }, () => drawFailure(random))
  const changes = drawChanges(random)
  const isLastRegion = createRandom(seed).fork('last region').next() < SHARE_OF_LAST_REGIONS
  const begun: readonly Step[] = isLastRegion
    ? [{ atMs: 200, do: 'lose-neighbours', forMs: ALONE_MS }]
    : [...failures, ...changes]
  const lengthMs = isLastRegion ? LENGTH_MS + ALONE_MS : LENGTH_MS
  const steps = [...begun, ...drawTaskChanges(createRandom(seed).fork('tasks'), begun, lengthMs)]
  return { seed, lengthMs, steps: steps.sort((left, right) => left.atMs - right.atMs) }
}

/** Prefers regions and times that are cut off, because there it matters what a new task does not know. */
function drawTaskChanges(random: Random, begun: readonly Step[], lengthMs: number): readonly Step[] {
  const cuts = begun.flatMap(cutOf)
  const isLastRegion = begun.some((step) => step.do === 'lose-neighbours')
  return Array.from({ length: random.below(MOST_TASK_CHANGES + 1) }, () => {
    const kind = random.pick(TASK_CHANGES) ?? 'replace-task'
    const cut = isLastRegion || random.next() < 0.7 ? random.pick(cuts) : undefined
    const atMs = cut ? cut.atMs + random.below(cut.forMs) : random.below(lengthMs)
    return { atMs, do: kind, region: cut?.region ?? random.pick(REGION_IDS) ?? 'us-east-1' }
  })
}

interface Cut {
  readonly region: RegionId
  readonly atMs: number
  readonly forMs: number
}

function cutOf(step: Step): readonly Cut[] {
  if (step.do === 'lose-neighbours') return [{ ...step, region: 'us-east-1' }]
  const isCut = step.do === 'inject' && step.failure.kind === 'isolate-region'
  return isCut ? [{ ...step, region: step.failure.region }] : []
}

function drawFailure(random: Random): Step {
  const atMs = 100 + random.below(LAST_FAILURE_MS)
  const forMs = 100 + random.below(LENGTH_MS - atMs)
  return { atMs, do: 'inject', failure: drawKind(random), forMs }
}

const KINDS = [
  'kill-database',
  'freeze-database',
  'cut-link',
  'slow-link',
  'isolate-region',
  'pause-replication',
  'delay-replication',
  'slow-disk',
] as const

function drawKind(random: Random): Failure {
  const kind = random.pick(KINDS) ?? 'kill-database'
  const region = random.pick(REGION_IDS) ?? 'us-east-1'
  const instance = instanceId(region, 1)
  switch (kind) {
    case 'kill-database':
    case 'freeze-database':
      return { kind, instance }
    case 'slow-disk':
      return { kind, instance, ms: 10 + random.below(SLOWEST_DISK_MS) }
    case 'isolate-region':
    case 'pause-replication':
      return { kind, region }
    case 'delay-replication':
      return { kind, region, ms: 50 + random.below(LONGEST_DELAY_MS) }
    case 'cut-link':
      return { kind, from: region, to: anotherRegion(random, region) }
    case 'slow-link':
      return {
        kind,
        from: region,
        to: anotherRegion(random, region),
        rttMs: 50 + random.below(SLOWEST_LINK_MS),
        jitterMs: random.below(20),
      }
  }
}

/** Never to the region that should be the writer by then. */
function drawChanges(random: Random): readonly Step[] {
  const steps: Step[] = []
  let writer: RegionId = 'us-east-1'
  let atMs = 200
  for (let count = random.below(3); count > 0; count -= 1) {
    atMs += random.below(600)
    writer = anotherRegion(random, writer)
    const change = random.next() < 0.5 ? 'switchover' : 'failover'
    if (change === 'failover' && random.next() < 0.5) steps.push(drawLag(random, atMs, writer))
    steps.push({ atMs, do: change, to: writer })
  }
  return steps
}

/** A failover loses data only if its target is behind. */
function drawLag(random: Random, changeMs: number, region: RegionId): Step {
  const ms = 100 + random.below(LONGEST_DELAY_MS)
  const atMs = Math.max(0, changeMs - ms)
  const forMs = 2 * ms
  return { atMs, do: 'inject', failure: { kind: 'delay-replication', region, ms }, forMs }
}

function anotherRegion(random: Random, region: RegionId): RegionId {
  return random.pick(otherRegions(region)) ?? 'us-west-2'
}

/** `   420 ms  isolate-region us-east-1, for 800 ms`. */
export function describeStep(step: Step): string {
  const at = `${String(step.atMs).padStart(6)} ms`
  switch (step.do) {
    case 'inject':
      return `${at}  ${describeFailure(step.failure)}, for ${step.forMs} ms`
    case 'lose-neighbours':
      return `${at}  every region but the writer's is lost, for ${step.forMs} ms; operator: last-region`
    case 'switchover':
    case 'failover':
      return `${at}  operator: ${step.do} to ${step.to}`
    default:
      return `${at}  ${step.do} in ${step.region}`
  }
}
