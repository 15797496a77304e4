import { getPriority } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { createManualClock, createRealClock } from '../../src/kernel/clock.ts'
import { eventually } from '../support/conditions.ts'
import { type RunningService, startService } from './service-fixture.ts'

/** A machine whose patient clock a test can stop, as if only other programs ran. */
function createMachine() {
  const real = createRealClock()
  const patientClock = createManualClock()
  let isHeldUp = false
  let lastMs = real.now()
  let cancel = real.after(1, tick)
  function tick() {
    const elapsedMs = real.now() - lastMs
    lastMs += elapsedMs
    if (!isHeldUp) void patientClock.advance(elapsedMs)
    cancel = real.after(1, tick)
  }
  onTestFinished(() => cancel())
  return {
    patientClock,
    holdUp: () => {
      isHeldUp = true
    },
    letGo: () => {
      isHeldUp = false
    },
  }
}

const stateOf = ({ elbv2, targetGroupArn }: RunningService) =>
  elbv2.targetHealth(targetGroupArn).map(({ state }) => state)

it('a task that does not answer while the machine is stalled is unhealthy and replaced only afterwards', async () => {
  const machine = createMachine()
  const service = await startService({ service: { desiredCount: 1 } }, {}, machine.patientClock)
  const { ecs, running } = service
  await ecs.untilSteady()
  const [task] = running()
  ecs.freezeTask(task!.arn)
  onTestFinished(() => ecs.thawTask(task!.arn))
  machine.holdUp()
  // Time for ten checks, each with a time-out of one second.
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(stateOf(service)).toEqual(['healthy'])
  machine.letGo()
  await eventually('another task', () => running().some(({ id }) => id !== task!.id))
})

it('a task whose process has exited is replaced at once, however busy the machine is', async () => {
  const machine = createMachine()
  const { ecs, running } = await startService({ service: { desiredCount: 1 } }, {}, machine.patientClock)
  await ecs.untilSteady()
  const [task] = running()
  machine.holdUp()
  ecs.killTask(task!.arn)
  await eventually('another task', () => running().some(({ id }) => id !== task!.id))
})

it('gives up on services without progress, with their running tasks and last output', async () => {
  const deaf = ['-e', 'process.stdout.write("no port for me"); setInterval(() => {}, 1_000)']
  const { ecs } = await startService(
    { service: { desiredCount: 1 }, container: { command: deaf } },
    { stallLimitMs: 500 },
  )
  await expect(ecs.untilSteady()).rejects.toMatchObject({
    code: 'MERIDIAN_ECS_NOT_STEADY',
    message: expect.stringMatching(
      /for 0.5 s none of them .*web in us-east-1 \(1 of 1 tasks run; last words: no port for me\)/,
    ),
  })
})

it('services run at the priority of the world, so that other programs do not starve them', async () => {
  const { ecs, running } = await startService({ service: { desiredCount: 1 } })
  await ecs.untilSteady()
  expect(getPriority(running()[0]!.containers[0]!.pid!)).toBe(getPriority())
})
