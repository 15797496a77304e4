import { createRandom, describeFault, type Fault, type Random } from '@meridian/drills'
import { instanceId, otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'

/** One thing that happens in a schedule. */
export type Step =
  | { readonly atMs: number; readonly do: 'fault'; readonly fault: Fault; readonly forMs: number }
  | { readonly atMs: number; readonly do: 'switchover' | 'failover'; readonly to: RegionId }

/** What goes wrong when, and what an operator does about it. The same seed gives the same schedule. */
export interface Schedule {
  readonly seed: number
  readonly lengthMs: number
  /** In order of time. */
  readonly steps: readonly Step[]
}

const LENGTH_MS = 1_600
const LAST_FAULT_MS = 1_100
const MOST_FAULTS = 4
const LONGEST_DELAY_MS = 400
const SLOWEST_LINK_MS = 250
const SLOWEST_DISK_MS = 60

/** Draws a schedule: up to four faults that overlap as they like, and none, one or two changes of writer. */
export function drawSchedule(seed: number): Schedule {
  const random = createRandom(seed).fork('schedule')
  const faults = Array.from({ length: 1 + random.below(MOST_FAULTS) }, () => drawFault(random))
  const changes = drawChanges(random)
  const steps = [...faults, ...changes].sort((left, right) => left.atMs - right.atMs)
  return { seed, lengthMs: LENGTH_MS, steps }
}

function drawFault(random: Random): Step {
  const atMs = 100 + random.below(LAST_FAULT_MS)
  const forMs = 100 + random.below(LENGTH_MS - atMs)
  return { atMs, do: 'fault', fault: drawKind(random), forMs }
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

function drawKind(random: Random): Fault {
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
        ...{ kind, from: region, to: anotherRegion(random, region) },
        ...{ rttMs: 50 + random.below(SLOWEST_LINK_MS), jitterMs: random.below(20) },
      }
  }
}

/** Never to where the writer is by then, if all went well. */
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

/** A failover that loses something needs a target that is behind. */
function drawLag(random: Random, changeMs: number, region: RegionId): Step {
  const ms = 100 + random.below(LONGEST_DELAY_MS)
  const atMs = Math.max(0, changeMs - ms)
  const forMs = 2 * ms
  return { atMs, do: 'fault', fault: { kind: 'delay-replication', region, ms }, forMs }
}

function anotherRegion(random: Random, region: RegionId): RegionId {
  return random.pick(otherRegions(region)) ?? 'us-west-2'
}

/** `   420 ms  isolate-region us-east-1, for 800 ms`. */
export function describeStep(step: Step): string {
  const at = `${String(step.atMs).padStart(6)} ms`
  return step.do === 'fault'
    ? `${at}  ${describeFault(step.fault)}, for ${step.forMs} ms`
    : `${at}  operator: ${step.do} to ${step.to}`
}
