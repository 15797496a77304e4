// A web page in the operator's browser against every HTTP listener of a world.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFailureEndpoint } from '../../src/failures/failure-endpoint.ts'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { LISTENER_POLICIES, type ListenerKind } from '../../src/kernel/trust/listener-policies.ts'
import { createTrust, type Trust } from '../../src/kernel/trust/trust.ts'
import { startMetadataEndpoint } from '../../src/modules/ecs/engine/metadata-endpoint.ts'
import { startElbv2 } from '../../src/modules/elbv2/engine/start.ts'
import { planLoadBalancing } from '../../src/modules/elbv2/plan/plan.ts'
import { startCityProxy } from '../../src/visitors/city-proxy.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { exampleGraph } from '../cloudfront/example-program.ts'
import { startTestWorld } from '../cloudfront/stand-ins.ts'
import { describeLoadBalancer } from '../elbv2/example-program.ts'
import { createInTestNetwork } from '../support/in-test-network.ts'
import { createTestWorld } from '../support/test-world.ts'
import { type Sent, send } from './send.ts'

const EVIL = 'https://evil.example'
const FORM = 'application/x-www-form-urlencoded'
const SWITCHOVER = 'Action=SwitchoverGlobalCluster&GlobalClusterIdentifier=g&TargetDbClusterIdentifier=t'
/** Region and service named in a credential scope, without a signature. */
const SCOPE = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent('any/20261201/us-east-1/rds/aws4_request')}`

const failureOrder = JSON.stringify({ kind: 'lose-region', region: 'us-east-1' })

interface Attack {
  readonly name: string
  /** `page`: the browser sends the page's origin. `name`: the page's name resolves to this machine, so it reads answers. */
  readonly by: 'page' | 'name'
  readonly request: (port: number) => Sent
}

/** DNS rebinding: the page's name now resolves to this machine, so its browser treats the listener as the page's own origin. */
const rebound =
  (name: string, more: Sent): Attack['request'] =>
  (port) => ({
    ...more,
    headers: {
      host: `${name}:${port}`,
      'sec-fetch-site': 'same-origin',
      ...(more.method === 'POST' && { origin: `http://${name}:${port}` }),
      ...more.headers,
    },
  })

const ATTACKS: readonly Attack[] = [
  {
    name: 'a form that posts itself',
    by: 'page',
    request: () => ({
      headers: { origin: EVIL, 'sec-fetch-site': 'cross-site', 'content-type': FORM },
      path: `/?${SCOPE}`,
      body: SWITCHOVER,
    }),
  },
  {
    name: 'a fetch without preflight, its body as text',
    by: 'page',
    request: () => ({
      path: '/failures',
      headers: { origin: EVIL, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' },
      body: failureOrder,
    }),
  },
  {
    name: 'an image whose address holds the whole request',
    by: 'page',
    request: () => ({
      method: 'GET',
      path: `/?${SCOPE}&${SWITCHOVER}`,
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    }),
  },
  {
    name: 'a page of another port of this machine',
    by: 'page',
    request: () => ({
      method: 'GET',
      headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    }),
  },
  {
    name: 'a frame without an origin',
    by: 'page',
    request: () => ({ headers: { origin: 'null', 'sec-fetch-site': 'cross-site', 'content-type': FORM } }),
  },
  {
    name: 'a preflight',
    by: 'page',
    request: () => ({
      method: 'OPTIONS',
      headers: { origin: EVIL, 'sec-fetch-site': 'cross-site', 'access-control-request-method': 'DELETE' },
    }),
  },
  {
    name: 'a rebound name that reads',
    by: 'name',
    request: rebound('evil.example', { method: 'GET', path: '/' }),
  },
  {
    name: 'a rebound name that reads the journal',
    by: 'name',
    request: rebound('evil.example', { method: 'GET', path: '/journal' }),
  },
  {
    name: 'a rebound name that orders',
    by: 'name',
    request: rebound('evil.example', {
      method: 'POST',
      path: '/failures',
      headers: { 'content-type': 'application/json' },
      body: failureOrder,
    }),
  },
  {
    name: 'a rebound name that begins like this machine’s',
    by: 'name',
    request: rebound('127.0.0.1.evil.example', { method: 'GET' }),
  },
  {
    name: 'a rebound name that ends like AWS’s',
    by: 'name',
    request: rebound('evilamazonaws.com', { method: 'GET' }),
  },
]

/** Starts a listener of that policy and returns its port. */
const STARTS: Readonly<Record<ListenerKind, (trust: Trust, ran: () => void) => Promise<number>>> = {
  async control(trust, ran) {
    const rds = {
      scope: 'rds',
      protocol: 'query',
      namespace: '',
      schemas: () => import('@aws-sdk/client-rds'),
      operations: {
        SwitchoverGlobalCluster: () => {
          ran()
          return {}
        },
      },
    } as const
    return closing(await startControlEndpoint([rds], createJournal(createManualClock()), trust)).port
  },
  async failures(trust, ran) {
    const dependencies = {
      inject: async () => {
        ran()
        return { id: '1', kind: 'lose-region', subject: {}, since: '' } as never
      },
      heal: async () => ran(),
      list: () => [],
      state: async () => ({}),
      machine: () => ({}) as never,
      journal: createJournal(createManualClock()),
    }
    return portOf(closing(await startFailureEndpoint(dependencies, trust, 0)).url)
  },
  async metadata(trust) {
    return portOf(closing(await startMetadataEndpoint(() => undefined, trust)).uriOf('t'))
  },
  async edge(trust) {
    return closing(await startTestWorld(exampleGraph(), undefined, trust)).cdn.edges[0]?.port ?? 0
  },
  async loadBalancer(trust) {
    const { graph, loadBalancer } = describeLoadBalancer()
    const network = createInTestNetwork()
    const world = { ...createTestWorld({ graph }), trust }
    closing(await startElbv2(planLoadBalancing(graph), world, network))
    return network.locate(String(loadBalancer.outputs.dnsName), 80)
  },
  async visitorProxy(trust) {
    const visitor = createInTestNetwork().attachOutside({ description: 'visitor', place: undefined as never })
    return closing(await startCityProxy(visitor, { journal: createJournal(createManualClock()), trust })).port
  },
}

const portOf = (url: string): number => Number(new URL(url).port)

function closing<Part extends AsyncDisposable>(part: Part): Part {
  onTestFinished(() => part[Symbol.asyncDispose]())
  return part
}

async function attack(kind: ListenerKind, { request }: Attack, isOpen = false) {
  const trust = createTrust({ isOpen })
  let ran = 0
  const port = await STARTS[kind](trust, () => ran++)
  expect([...trust.listeners].map((listener) => listener.port)).toContain(port)
  const answer = await send(port, request(port))
  return { ...answer, ran }
}

const KINDS = Object.keys(LISTENER_POLICIES) as ListenerKind[]

describe.each(KINDS)('a listener of kind %s', (kind) => {
  const { hosts, pages } = LISTENER_POLICIES[kind]
  const refused = ATTACKS.filter(({ by }) => hosts !== 'proxied' && (by === 'name' || pages !== 'all'))

  it.each(refused)('refuses $name', async (each) => {
    const answer = await attack(kind, each)
    expect(answer).toMatchObject({ status: 403, ran: 0 })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect(answer.text).toContain('npm start -- --open')
  })

  if (hosts === 'proxied')
    it.each(ATTACKS)('does not accept $name as a proxy request', async (each) => {
      const answer = await attack(kind, each)
      expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('use this port as a proxy') })
    })

  it('does not mention refusals in an open world', async () => {
    for (const each of ATTACKS) expect((await attack(kind, each, true)).text).not.toContain('--open')
  })
})

describe('in an open world, as in every world before', () => {
  it.each(['a form that posts itself', 'an image whose address holds the whole request'])(
    '%s switches the database over',
    async (name) => {
      const found = ATTACKS.find((each) => each.name === name)
      expect(await attack('control', found as Attack, true)).toMatchObject({ status: 200, ran: 1 })
    },
  )

  it('a rebound name breaks the world and reads its journal', async () => {
    const [reads, orders] = ['a rebound name that reads the journal', 'a rebound name that orders'].map(
      (name) => ATTACKS.find((each) => each.name === name) as Attack,
    )
    expect(await attack('failures', orders as Attack, true)).toMatchObject({ status: 201, ran: 1 })
    expect(await attack('failures', reads as Attack, true)).toMatchObject({ status: 200 })
  })
})

describe('without the credential of the world', () => {
  const NOBODY: Readonly<Record<Exclude<ListenerKind, 'edge' | 'loadBalancer' | 'visitorProxy'>, number>> = {
    control: 403,
    failures: 401,
    metadata: 404,
  }

  it.each(Object.entries(NOBODY))('an unauthenticated program gets nothing from %s', async (kind, status) => {
    const plain: Attack = { name: 'plain', by: 'page', request: () => ({ method: 'GET', path: '/state' }) }
    expect(await attack(kind as ListenerKind, plain)).toMatchObject({ status, ran: 0 })
  })
})

it('every HTTP server is created in one place', () => {
  const source = join(import.meta.dirname, '../../src')
  const makers = globSync('**/*.ts', { cwd: source })
    .filter((file) => !file.endsWith('.test.ts'))
    .filter((file) => /createServer|createSecureServer|new Server\(/.test(importsOfHttp(join(source, file))))
  expect(makers).toEqual(['kernel/trust/http-listener.ts'])
})

function importsOfHttp(file: string): string {
  const imports = readFileSync(file, 'utf8').match(/^import[^;]*?from 'node:(http|https|http2)'$/gms) ?? []
  return imports.join('\n')
}
