// Who has access to a world: its own processes and tools do, a web page in the operator's browser does not.
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { request as requestTls } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { GetSecretValueCommand, ListSecretsCommand } from '@aws-sdk/client-secrets-manager'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { createFailureClient } from '@meridian/drills'
import { ecs, LISTENER_POLICIES } from '@meridian/local-world'
import { accessTo, createAwsClients, openHttpProbe, routeTo } from '@meridian/operator-tools'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect } from 'vitest'
import type { BootedWorld } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'
import { get } from '../../src/visitor.ts'

const TIMEOUT_MS = 5_000
/** Port of `marketing-api`. */
const API_PORT = 3001

let world: BootedWorld
it.beforeAll(({ sharedWorld }) => {
  world = sharedWorld
})

/** The status that a listener answers, without verifying its certificate. */
function statusOf(port: number, isTls: boolean, headers: Readonly<Record<string, string>>): Promise<number> {
  const options = { host: '127.0.0.1', port, headers, agent: false, rejectUnauthorized: false }
  return new Promise((resolve, reject) => {
    const asking = isTls ? requestTls(options) : request(options)
    asking.on('response', (answer) => {
      resolve(answer.statusCode ?? 0)
      answer.destroy()
    })
    asking.on('error', reject)
    asking.end()
  })
}

describe('every HTTP listener of a world', () => {
  it('is of a kind that has an access policy', () => {
    const kinds = new Set([...world.trust.listeners].map(({ kind }) => kind))
    expect([...kinds].sort()).toEqual(Object.keys(LISTENER_POLICIES).sort())
  })

  it('refuses a foreign host name that resolves to this machine', async () => {
    for (const { kind, port, isTls } of world.trust.listeners) {
      const headers = { host: `evil.example:${port}`, 'sec-fetch-site': 'same-origin' }
      const expected = kind === 'visitorProxy' ? 400 : 403
      expect([kind, await statusOf(port, isTls, headers)]).toEqual([kind, expected])
    }
  })

  it('refuses cross-site requests unless it serves visitors', async () => {
    for (const { kind, port, isTls } of world.trust.listeners) {
      if (LISTENER_POLICIES[kind].pages === 'all') continue
      const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
      expect([kind, await statusOf(port, isTls, headers)]).toEqual([kind, 403])
    }
  })
})

describe('the credential of a world', () => {
  it('lets the tools call its control plane and inject failures', async () => {
    using aws = createAwsClients(world.target)
    const secrets = await (await aws.secretsManager('us-east-1')).send(new ListSecretsCommand({}))
    expect(secrets.SecretList?.length).toBeGreaterThan(0)
    const failure = await createFailureClient(world.target).inject({
      kind: 'slow-link',
      from: 'us-east-1',
      to: 'us-west-2',
      rttMs: 80,
    })
    await failure.heal()
  })

  it('is required, and a wrong one is refused', async () => {
    const stranger = { ...world.target, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
    using aws = createAwsClients(stranger)
    const client = await aws.secretsManager('us-east-1')
    const read = client.send(new GetSecretValueCommand({ SecretId: 'meridian/database' }))
    await expect(read).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
    const { token: _, ...withoutToken } = world.target
    const failing = createFailureClient(withoutToken).inject({ kind: 'lose-region', region: 'us-east-1' })
    await expect(failing).rejects.toThrow(/401/)
  })

  it('gives each task credentials of its own role, at an address that only the task knows', async () => {
    const [task] = world.running(ecs).tasks()
    const metadata = [...world.trust.listeners].find(({ kind }) => kind === 'metadata')
    const guessed = await fetch(`http://127.0.0.1:${metadata?.port}/credentials/${task?.id}`)
    expect(guessed.status).toBe(404)
    const environment = readFileSync(`/proc/${task?.containers[0]?.pid}/environ`, 'utf8').split('\0')
    const uri = environment
      .find((line) => line.startsWith('AWS_CONTAINER_CREDENTIALS_FULL_URI='))
      ?.split('=')[1]
    const given = (await (await fetch(uri ?? '')).json()) as Record<string, string>
    const sts = new STSClient({
      endpoint: world.controlEndpoint,
      region: 'us-east-1',
      credentials: {
        accessKeyId: given.AccessKeyId ?? '',
        secretAccessKey: given.SecretAccessKey ?? '',
        sessionToken: given.Token ?? '',
      },
    })
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
    expect(Arn).toMatch(new RegExp(`^arn:aws:sts::\\d{12}:assumed-role/.+/${task?.id}$`))
  })

  it('is in no log, journal or other file except the two that only its owner can read', () => {
    const { keys, token } = world.trust
    const secrets = [keys.own.secretAccessKey, token]
    const holders = readdirSync(world.folders.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('/data'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => secrets.some((secret) => readFileSync(file).includes(secret)))
      .map((file) => file.slice(world.folders.root.length + 1))
    expect(holders.sort()).toEqual(['credentials', 'world.json'])
  })
})

describe('metrics of the services', () => {
  const PATHS = ['/metrics', '/%6detrics', '/metrics/', '/api/metrics', '/api/../metrics']

  it.each(PATHS)('are not served by the edge at %s', async (path) => {
    const answer = await get(world, 'seoul', path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('meridian_http_request')
  })

  it.each(PATHS)('are not served by a load balancer at %s', async (path) => {
    for (const region of REGION_IDS) {
      const route = routeTo(world.target, 'seoul', region, await accessTo(world.target))
      using probe = await openHttpProbe(route, TIMEOUT_MS)
      const answer = await probe.get(path)
      expect(answer.status).toBe(404)
    }
  })

  it('are served to callers inside the region’s network', async () => {
    const [balancer] = world.graph.ofType('aws:lb/loadBalancer:LoadBalancer')
    const { region, outputs } = balancer ?? {}
    const task = world
      .running(ecs)
      .tasks()
      .find((each) => each.region === region && each.serviceArn?.includes('marketing-api'))
    const scraper = world.network.attach({
      description: 'a scraper',
      subnetId: String((outputs?.subnets as readonly string[] | undefined)?.[0]),
      securityGroupIds: outputs?.securityGroups as readonly string[],
    })
    try {
      const { port } = await scraper.open(task?.address ?? '', API_PORT)
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
      expect([answer.status, await answer.text()]).toEqual([
        200,
        expect.stringContaining('meridian_http_request_duration_seconds'),
      ])
    } finally {
      scraper.close()
    }
  })
})

it('a world survives a web page that connects to the port of its processes', async () => {
  const [task] = world.running(ecs).tasks()
  const environment = readFileSync(`/proc/${task?.containers[0]?.pid}/environ`, 'utf8').split('\0')
  const gate = environment
    .find((line) => line.startsWith('MERIDIAN_WORLD_GATE='))
    ?.split('=')[1]
    ?.split('/')[0]
  for (const text of ['GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'null\n', '{"op":"hello","token":"x"}\n']) {
    const socket = connect(Number(gate), '127.0.0.1', () => socket.write(text))
    await new Promise((resolve) => socket.on('error', () => {}).on('close', resolve))
  }
  expect((await get(world, 'seoul', '/en')).status).toBe(200)
})
