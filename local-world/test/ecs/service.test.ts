import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/conditions.ts'
import { startService } from './service-fixture.ts'

interface Seen {
  readonly pid: number
  readonly env: Readonly<Record<string, string>>
}

describe('a service', () => {
  it('runs its desired number of tasks, spread over zones, behind the load balancer', async () => {
    const { ecs, get, running } = await startService()
    await ecs.untilSteady()
    expect(running().map(({ zone }) => zone)).toEqual(['us-east-1a', 'us-east-1b'])
    const seen = [await get('/'), await get('/')].map((answer) => answer.json() as Promise<Seen>)
    const pids = (await Promise.all(seen)).map(({ pid }) => pid)
    expect(new Set(pids)).toEqual(new Set(running().map(({ containers }) => containers[0]?.pid)))
  })

  it('gives its tasks the environment of a container, with secrets, and nothing of the world’s', async () => {
    const { ecs, get, world } = await startService()
    await ecs.untilSteady()
    const { env } = (await (await get('/')).json()) as Seen
    expect(env).toMatchObject({
      COLOUR: 'blue',
      CREDENTIALS: '{"username":"app","password":"first"}',
      PASSWORD: 'first',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      NODE_EXTRA_CA_CERTS: world.certificates.certificateFile,
    })
    expect(env).not.toHaveProperty('VITEST')
  })

  it('serves task metadata to its tasks', async () => {
    const { ecs, get, running } = await startService()
    await ecs.untilSteady()
    const metadata = (await (await get('/metadata/task')).json()) as Readonly<Record<string, unknown>>
    expect(running().map(({ arn }) => arn)).toContain(metadata.TaskARN)
    expect(metadata).toMatchObject({
      Family: 'web',
      Revision: '1',
      KnownStatus: 'RUNNING',
      LaunchType: 'FARGATE',
    })
  })

  it('serves container statistics to its tasks', async () => {
    const { ecs, get } = await startService()
    await ecs.untilSteady()
    const stats = (await (await get('/metadata/task/stats')).json()) as Readonly<Record<string, object>>
    expect(Object.values(stats)).toMatchObject([{ name: 'web', memory_stats: { limit: 512 * 1_048_576 } }])
    expect(stats).not.toHaveProperty('TaskARN')
  })

  it('replaces a task whose process is killed, and keeps its output', async () => {
    const { ecs, running, world } = await startService()
    await ecs.untilSteady()
    const [victim] = running()
    process.kill(victim?.containers[0]?.pid ?? 0, 'SIGKILL')
    await eventually('the end of the task', () =>
      ecs.tasks().some(({ arn, lastStatus }) => arn === victim?.arn && lastStatus === 'STOPPED'),
    )
    await ecs.untilSteady()
    const ended = ecs.tasks().find(({ arn }) => arn === victim?.arn)
    expect(ended).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 137 }] })
    expect(running()).toHaveLength(2)
    expect(readFileSync(ended?.logFile ?? '', 'utf8')).toContain('listening')
    const events = world.journal.entries().map(({ event }) => event)
    expect(events).toContain('container exited')
    expect(events.filter((event) => event === 'task replaced')).toHaveLength(1)
  })

  // INV-ECS-3
  it('47 stops the task when an essential container exits, and not for another one', async () => {
    const sidecar = { name: 'sidecar', image: 'example.com/job:1', essential: false }
    const { ecs, get, running } = await startService({
      service: { desiredCount: 1 },
      moreContainers: [sidecar],
    })
    await ecs.untilSteady()
    const [task] = running()
    await eventually('the end of the sidecar', () => running()[0]?.containers[1]?.exitCode === 0)
    expect(running()[0]?.arn).toBe(task?.arn)
    await get('/exit').catch(() => {})
    await eventually('the end of the task', () =>
      ecs.tasks().some(({ arn, lastStatus }) => arn === task?.arn && lastStatus === 'STOPPED'),
    )
    expect(ecs.tasks().find(({ arn }) => arn === task?.arn)).toMatchObject({
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'web', exitCode: 7 }, { name: 'sidecar' }],
    })
  })

  it('replaces a task that the load balancer finds unhealthy, starting the new one first', async () => {
    const { ecs, get, running, world } = await startService({ service: { desiredCount: 1 } })
    await ecs.untilSteady()
    const [ill] = running()
    await get('/fall-ill')
    await eventually('its replacement', () => running().some(({ arn }) => arn !== ill?.arn))
    await eventually('the end of the ill one', () => running().every(({ arn }) => arn !== ill?.arn))
    expect(ecs.tasks().find(({ arn }) => arn === ill?.arn)?.stoppedReason).toBe(
      'Task failed ELB health checks',
    )
    expect(world.journal.entries()).toContainEqual(
      expect.objectContaining({
        event: 'task replaced',
        subject: 'web',
        detail: { task: ill?.id, reason: 'Task failed ELB health checks' },
      }),
    )
    expect((await get('/')).status).toBe(200)
  })

  it('scales without replacing tasks', async () => {
    const { ecs, running, serviceArn, world } = await startService()
    await ecs.untilSteady()
    ecs.setDesiredCount(serviceArn, 3)
    await ecs.untilSteady()
    expect(running()).toHaveLength(3)
    ecs.setDesiredCount(serviceArn, 0)
    await eventually('the end of all', () => running().length === 0)
    expect(world.journal.entries().map(({ event }) => event)).not.toContain('task replaced')
  })
})
