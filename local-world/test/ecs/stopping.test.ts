import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { LIFELINE } from '../../src/modules/ecs/engine/container.ts'
import { eventually } from '../support/conditions.ts'
import { OPEN } from '../support/test-trust.ts'
import { startService } from './service-fixture.ts'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a task that stops', () => {
  // INV-ECS-1
  it('44 gets SIGTERM, then SIGKILL when the stop time-out is over', async () => {
    const stubborn = {
      environment: [
        { name: 'PORT', value: '3000' },
        { name: 'STUBBORN', value: 'yes' },
      ],
    }
    const { ecs, running, world } = await startService(
      { service: { desiredCount: 1 }, container: { stopTimeout: 30, ...stubborn } },
      { timeScale: 0.01 },
    )
    await ecs.untilSteady()
    const [task] = running()
    const startedAtMs = world.clock.now()
    await ecs.stopTask(task?.arn ?? '')
    expect(world.clock.now() - startedAtMs).toBeGreaterThanOrEqual(300)
    const stopped = ecs.tasks().find(({ arn }) => arn === task?.arn)
    expect(stopped).toMatchObject({ stopCode: 'UserInitiated', containers: [{ exitCode: 137 }] })
  })

  it('exits within the stop time-out when it handles SIGTERM', async () => {
    const { ecs, running } = await startService({
      service: { desiredCount: 1 },
      container: { stopTimeout: 120 },
    })
    await ecs.untilSteady()
    const [task] = running()
    await ecs.stopTask(task?.arn ?? '', 'drill')
    const stopped = ecs.tasks().find(({ arn }) => arn === task?.arn)
    expect(stopped).toMatchObject({ stoppedReason: 'drill', containers: [{ exitCode: 0 }] })
  })

  // INV-ECS-4, INV-SECRETSMANAGER-4
  it('48 is the only way to a rotated secret: running tasks keep the old one', async () => {
    const { ecs, get, secretArn, serviceArn, secrets } = await startService({ service: { desiredCount: 1 } })
    const password = async () =>
      ((await (await get('/')).json()) as { env: { PASSWORD: string } }).env.PASSWORD
    await ecs.untilSteady()
    await secrets.control?.operations.PutSecretValue?.(
      { SecretId: secretArn, SecretString: '{"password":"second"}' },
      { region: 'us-east-1', accountId: '000000000000', principal: OPEN.keys.ownPrincipal },
    )
    expect(await password()).toBe('first')
    ecs.forceNewDeployment(serviceArn)
    await ecs.untilSteady()
    expect(await password()).toBe('second')
  })

  // INV-ECS-5
  it('leaves no process when the world ends', async () => {
    const { ecs, running } = await startService()
    await ecs.untilSteady()
    const pids = running().map(({ containers }) => containers[0]?.pid ?? 0)
    await ecs[Symbol.asyncDispose]()
    expect(pids.map(isAlive)).toEqual([false, false])
  })

  // INV-ECS-5
  it('dies with its world, however that ended, when its pipe closes', async () => {
    const forever = 'setInterval(() => {}, 1000); process.stdout.write("up")'
    const child = spawn(process.execPath, ['--import', LIFELINE, '--eval', forever], { detached: true })
    await once(child.stdout, 'data')
    child.stdin.destroy()
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
  })
})

describe('a task that cannot start', () => {
  it('reports why, and is retried with growing delays', async () => {
    const { ecs } = await startService({
      service: { desiredCount: 1 },
      container: {
        secrets: [{ name: 'X', valueFrom: 'arn:aws:secretsmanager:us-east-1:0:secret:none-000000' }],
      },
    })
    const stopped = () => ecs.tasks().filter(({ lastStatus }) => lastStatus === 'STOPPED')
    await eventually('three attempts', () => stopped().length >= 3)
    expect(stopped()[0]?.stopCode).toBe('TaskFailedToStart')
    expect(stopped()[0]?.stoppedReason).toMatch(
      /^ResourceInitializationError: unable to pull secrets or registry auth: Secrets Manager can't find/,
    )
    const [first = 0, second = 0, third = 0] = stopped().map(({ createdAtMs }) => createdAtMs)
    // One second, then two, on AWS's clock; a busy machine adds to both.
    expect(second - first).toBeGreaterThanOrEqual(10)
    expect(third - second).toBeGreaterThanOrEqual(20)
  })
})

describe('runTask', () => {
  it('waits for the task to stop and returns its exit code and last output', async () => {
    const { ecs, network } = await startService({ service: { desiredCount: 0 } })
    const segments: object[] = []
    ecs.onSegment((segment) => segments.push(segment))
    const outcome = await ecs.runTask({
      taskDefinition: 'job',
      ...network,
      environment: { EXIT_CODE: '3', GREETING: 'hello' },
    })
    expect(outcome).toMatchObject({ exitCode: 3, logTail: 'job hello\n' })
    expect(outcome.taskArn).toMatch(/^arn:aws:ecs:us-east-1:000000000000:task\/main\/[0-9a-f]{32}$/)
    await eventually('the segment', () => segments.length === 1)
    expect(segments).toMatchObject([{ name: 'job' }])
  })

  it('runs the command of an override in place of the container’s own', async () => {
    const { ecs, network } = await startService({ service: { desiredCount: 0 } })
    const run = ecs.control?.operations.RunTask
    const ask = async (name: string) =>
      run?.(
        {
          cluster: 'main',
          taskDefinition: 'job',
          networkConfiguration: { awsvpcConfiguration: { subnets: network.subnetIds } },
          overrides: { containerOverrides: [{ name, command: ['-e', 'process.exitCode = 7'] }] },
        },
        { region: 'us-east-1', accountId: '000000000000', principal: OPEN.keys.ownPrincipal },
      )
    await expect(ask('other')).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Override for container named other is not a container in the TaskDefinition.',
    })
    await ask('job')
    await eventually('the end', () => ecs.tasks().some(({ containers }) => containers[0]?.exitCode === 7))
  })

  it('lists the known task definitions when given an unknown one', async () => {
    const { ecs, network } = await startService({ service: { desiredCount: 0 } })
    await expect(ecs.runTask({ taskDefinition: 'none', ...network })).rejects.toThrow(
      /called "none".*task-definition\/job:1/,
    )
  })
})
