import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { inCity, inRegion } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/conditions.ts'
import { startFailureWorld } from './failure-fixture.ts'

const EAST = inRegion('us-east-1')
const SEOUL = inRegion('ap-northeast-2')

const listClusters = (endpoint: string, region: string) =>
  new ECSClient({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }).send(new ListClustersCommand({}))

describe('failures of tasks', () => {
  it('a killed task is replaced, and the failure ends at once', async () => {
    const { ask, ecs, running } = await startFailureWorld()
    await ecs.untilSteady()
    const [task] = running()
    const killed = await ask('POST', '/failures', { kind: 'kill-task', task: task?.id.slice(0, 8) })
    expect(killed).toMatchObject({
      status: 201,
      body: { kind: 'kill-task', isMomentary: true, task: task?.arn },
    })
    expect((await ask('GET', '/failures')).body).toEqual([])
    await eventually('another task', () => running().some(({ id }) => id !== task?.id))
    const stopped = ecs.tasks().find(({ id }) => id === task?.id)
    expect(stopped).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 137 }] })
  })

  it('a frozen task does not answer until it is healed', async () => {
    const { ask, ecs, get, running } = await startFailureWorld()
    await ecs.untilSteady()
    const [task] = running()
    const frozen = await ask('POST', '/failures', { kind: 'freeze-task', task: task?.arn })
    const answered = get('/').then(() => 'answered')
    const waited = new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 100))
    expect(await Promise.race([answered, waited])).toBe('silence')
    await ask('DELETE', `/failures/${(frozen.body as { id: string }).id}`)
    expect(await answered).toBe('answered')
  })
})

describe('a lost region', () => {
  it('has no tasks, no load balancer and no control plane until it is healed', async () => {
    const { ask, ecs, endpoint, get, running, world } = await startFailureWorld()
    await ecs.untilSteady()
    const lost = await ask('POST', '/failures', { kind: 'lose-region', region: 'us-east-1' })
    expect(lost.status).toBe(201)
    expect(running()).toEqual([])
    await expect(get('/')).rejects.toThrow()
    await expect(listClusters(endpoint, 'us-east-1')).rejects.toThrow(/socket hang up|ECONNRESET/)
    expect((await listClusters(endpoint, 'us-west-2')).clusterArns).toEqual([])

    await ask('DELETE', `/failures/${(lost.body as { id: string }).id}`)
    await ecs.untilSteady()
    expect((await get('/')).status).toBe(200)
    expect((await listClusters(endpoint, 'us-east-1')).clusterArns).toHaveLength(1)
    const events = world.journal.entries().filter(({ module }) => module === 'failures')
    expect(events.map(({ event, region }) => [event, region])).toEqual([
      ['failure injected', 'us-east-1'],
      ['failure healed', 'us-east-1'],
    ])
  })
})

describe('a lost load balancer', () => {
  it('answers no requests until it is healed, while its tasks keep running', async () => {
    const { ask, ecs, get, running } = await startFailureWorld()
    await ecs.untilSteady()
    const tasks = running().map(({ id }) => id)
    const lost = await ask('POST', '/failures', { kind: 'lose-load-balancer', region: 'us-east-1' })
    await expect(get('/')).rejects.toThrow()
    expect(running().map(({ id }) => id)).toEqual(tasks)
    await ask('DELETE', `/failures/${(lost.body as { id: string }).id}`)
    expect((await get('/')).status).toBe(200)
  })
})

describe('a broken control plane', () => {
  it('(30) answers 503 in its region, while the data plane keeps working', async () => {
    const { ask, ecs, endpoint, get } = await startFailureWorld()
    await ecs.untilSteady()
    await ask('POST', '/failures', { kind: 'break-control-plane', service: 'ecs', region: 'us-east-1' })
    await expect(listClusters(endpoint, 'us-east-1')).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    })
    expect((await listClusters(endpoint, 'us-west-2')).clusterArns).toEqual([])
    expect((await get('/')).status).toBe(200)
  })
})

describe('failures of links', () => {
  it('can overlap, and are healed independently', async () => {
    const { failures, wan } = await startFailureWorld()
    const cut = await failures.inject({ kind: 'cut-link', from: 'us-east-1', to: 'ap-northeast-2' })
    const alone = await failures.inject({ kind: 'isolate-region', region: 'us-east-1' })
    const slow = await failures.inject({
      kind: 'slow-link',
      from: 'ap-northeast-2',
      to: 'us-east-1',
      rttMs: 900,
    })
    expect(wan.link(EAST, SEOUL)).toMatchObject({ isCut: true, rttMs: 900 })
    await failures.heal(alone.id)
    expect(wan.link(EAST, SEOUL).isCut).toBe(true)
    expect(wan.link(EAST, inRegion('us-west-2')).isCut).toBe(false)
    await failures.heal(cut.id)
    expect(wan.link(EAST, SEOUL)).toMatchObject({ isCut: false, rttMs: 900 })
    await failures.heal(slow.id)
    expect(wan.link(EAST, SEOUL)).toMatchObject({ isCut: false, rttMs: 178 })
  })

  it('heal by themselves when their duration is over', async () => {
    const { failures, wan } = await startFailureWorld()
    const failure = await failures.inject({
      kind: 'cut-link',
      from: 'seoul',
      to: 'ap-northeast-2',
      forMs: 30,
    })
    expect(Date.parse(failure.until ?? '') - Date.parse(failure.since)).toBeGreaterThanOrEqual(30)
    expect(wan.link(inCity('seoul'), SEOUL).isCut).toBe(true)
    await eventually('the link to heal', () => !wan.link(inCity('seoul'), SEOUL).isCut)
    expect(failures.list()).toEqual([])
  })
})

describe('the endpoint', () => {
  it.each([
    [{ kind: 'meteor' }, /No failure is called "meteor"; there are .*kill-task, /],
    [{ kind: 'lose-region', region: 'mars' }, /region = "mars"; it must be one of us-east-1, us-west-2/],
    [{ kind: 'cut-link', from: 'us-east-1', to: 'atlantis' }, /a city \(.*seoul.*\)/],
    [{ kind: 'cut-link', from: 'us-east-1', to: 'us-east-1' }, /both ends are us-east-1/],
    [{ kind: 'slow-link', from: 'seoul', to: 'us-east-1', rttMs: -1 }, /rttMs = -1; it must be a number/],
    [{ kind: 'lose-region', region: 'us-east-1', regoin: 1 }, /does not know the field "regoin"/],
    [{ kind: 'kill-task', task: 'none' }, /No running task is called "none"; there are /],
    [{ kind: 'break-control-plane', service: 'rds' }, /one of ecs, elasticloadbalancing, secretsmanager/],
    [{ kind: 'kill-database', instance: 'none' }, /No failure is called "kill-database"/],
  ])('refuses %j and changes nothing', async (request, message) => {
    const { ask, wan } = await startFailureWorld()
    const answer = await ask('POST', '/failures', request)
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'MERIDIAN_FAILURE_REFUSED', message: expect.stringMatching(message) } },
    })
    expect(wan.table().every(({ state }) => !state.isCut)).toBe(true)
  })

  it('refuses a duplicate, heals a failure twice, and answers 404 for an unknown id', async () => {
    const { ask } = await startFailureWorld()
    const request = { kind: 'isolate-region', region: 'us-west-2' }
    const { id } = (await ask('POST', '/failures', request)).body as { id: string }
    expect((await ask('POST', '/failures', request)).status).toBe(400)
    expect((await ask('DELETE', `/failures/${id}`)).status).toBe(204)
    expect((await ask('DELETE', `/failures/${id}`)).status).toBe(204)
    expect(await ask('DELETE', '/failures/other')).toMatchObject({
      status: 404,
      body: { error: { code: 'MERIDIAN_FAILURE_NOT_FOUND' } },
    })
  })

  it('refuses requests that are not declared as JSON, which a web page could send', async () => {
    const { failures, token } = await startFailureWorld()
    const headers = { authorization: `Bearer ${token}` }
    const asForm = {
      method: 'POST',
      headers,
      body: JSON.stringify({ kind: 'lose-region', region: 'us-east-1' }),
    }
    expect((await fetch(`${failures.url}/failures`, asForm)).status).toBe(400)
    expect(failures.list()).toEqual([])
  })

  it('returns the state of the world', async () => {
    const { ask, ecs, failures } = await startFailureWorld()
    await ecs.untilSteady()
    const failure = await failures.inject({ kind: 'isolate-region', region: 'us-west-2' })
    expect((await ask('GET', '/state')).body).toMatchObject({
      tasks: [{ service: 'web', region: 'us-east-1', status: 'RUNNING' }],
      links: expect.arrayContaining([expect.objectContaining({ isCut: true })]),
      failures: [{ id: failure.id }],
    })
  })
})

it('returns the load of this machine', async () => {
  const { ask } = await startFailureWorld()
  const machine = {
    cores: expect.any(Number),
    loadAverage: [expect.any(Number), expect.any(Number), expect.any(Number)],
    slowdown: expect.any(Number),
    isTooBusy: expect.any(Boolean),
    since: expect.stringMatching(/Z$/),
  }
  expect(await ask('GET', '/machine')).toMatchObject({ status: 200, body: machine })
  expect((await ask('GET', '/state')).body).toMatchObject({ machine })
})

it('streams the journal: past entries, then new ones until the client disconnects', async () => {
  const { failures, token, world } = await startFailureWorld()
  world.journal.record({ module: 'rds', event: 'writer promoted', subject: 'meridian-usw2' })
  // A console alone makes more calls per minute than a journal can hold.
  for (let call = 0; call < 600; call += 1)
    world.journal.record({ module: 'wire', event: 'call', subject: 'rds:DescribeGlobalClusters' })
  const stop = new AbortController()
  const answer = await fetch(`${failures.url}/journal`, {
    headers: { authorization: `Bearer ${token}` },
    signal: stop.signal,
  })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain('"event":"writer promoted"')
  world.journal.record({ module: 'ecs', event: 'task replaced', subject: 'task' })
  let told = ''
  while (!told.includes('"event":"task replaced"')) told += (await reader.read()).value
  stop.abort()
})
