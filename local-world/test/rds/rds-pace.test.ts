import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clock, createManualClock } from '../../src/kernel/clock.ts'
import { RDS_DELAYS } from '../../src/modules/rds/model/delays.ts'
import { type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'

const graph = fixtureGraph()
const GLOBAL = String(graph.named('aws:rds/globalCluster:GlobalCluster', 'global').outputs.endpoint)
const { verification, promotion, endpointFlip } = RDS_DELAYS.aws

const manual = createManualClock()
/** Every delay that was started, and when. */
const begun: (readonly [number, number])[] = []
const clock: Clock = {
  ...manual,
  sleep(delayMs, signal) {
    begun.push([manual.now(), delayMs])
    return manual.sleep(delayMs, signal)
  },
}

let world: ControlPlaneWorld
beforeAll(async () => {
  world = await startControlPlaneWorld({ graph, clock, settings: { pace: 'aws' } })
})
afterAll(() => world[Symbol.asyncDispose]())

async function look() {
  const { Status, FailoverState, GlobalClusterMembers = [] } = await world.describe()
  return {
    status: Status,
    failover: FailoverState?.Status,
    writer: GlobalClusterMembers.find((member) => member.IsWriter)?.DBClusterArn,
  }
}

const portOf = (id: string) => world.rds.administrate(id).port

/** Waits until a delay has started; the manual clock stands still, so only the delay remains to wait for. */
const hasBegun = (delayMs: number) =>
  eventually(`a delay of ${delayMs} ms has begun`, () =>
    expect(begun).toContainEqual([manual.now(), delayMs]),
  )

describe('a switchover at pace aws', () => {
  it('passes through its states with the delays of AWS, and no sooner', async () => {
    const fromMs = manual.now()
    const told = world.journal.entries().length
    await world.switchOver('us-east-1', USW2)
    await hasBegun(verification)
    await manual.advance(verification - 1)
    expect(await look()).toEqual({ status: 'switching-over', failover: 'pending', writer: USE1 })

    await manual.advance(1)
    // The servers do their part at their own speed; then only AWS's promotion delay is left.
    await hasBegun(promotion)
    await manual.advance(promotion - 1)
    expect(await look()).toEqual({ status: 'switching-over', failover: 'switching-over', writer: USE1 })

    await manual.advance(1)
    await world.untilSettled(USW2)
    await hasBegun(endpointFlip)
    await manual.advance(endpointFlip - 1)
    expect(world.portOf(GLOBAL)).toBe(portOf('meridian-use1-1'))

    await manual.advance(1)
    await eventually('the global endpoint leads to the new writer', () =>
      expect(world.portOf(GLOBAL)).toBe(portOf('meridian-usw2-1')),
    )
    const steps = [
      ['global cluster switching-over', 0],
      ['failover switching-over', 5_000],
      ['writer meridian-usw2', 35_000],
      ['global cluster available', 35_000],
      ['global endpoint meridian-usw2', 52_500],
    ]
    const seen = world.journal
      .entries()
      .slice(told)
      .map(({ event, time }) => [event, Date.parse(time) - fromMs])
    expect(seen.filter(([event]) => steps.some(([step]) => step === event))).toEqual(steps)
  })
})
