import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CITIES } from '@meridian/topology'
import { afterAll } from 'vitest'
import type { Certificate } from '../../src/kernel/certificates.ts'
import { createManualClock, createRealClock, type ManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import type { Trust } from '../../src/kernel/trust/trust.ts'
import { startCloudFront } from '../../src/modules/cloudfront/engine/start.ts'
import { planCloudFront } from '../../src/modules/cloudfront/plan/plan.ts'
import type { RunningCloudFront } from '../../src/modules/cloudfront/running.ts'
import type { NetworkInterface } from '../../src/modules/network/running.ts'
import { createLocator } from '../../src/modules/route53/model/location.ts'
import { startS3 } from '../../src/modules/s3/engine/start.ts'
import { planS3 } from '../../src/modules/s3/plan/plan.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { OPEN } from '../support/test-trust.ts'
import type { exampleGraph } from './example-program.ts'

export const authority = await createAuthorityOnce()

async function createAuthorityOnce() {
  const folder = await mkdtemp(join(tmpdir(), 'meridian-cloudfront-'))
  const created = await createAuthority(folder)
  // Not on process exit: test workers are ended without an exit event.
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return created
}

interface TestOrigin extends AsyncDisposable {
  readonly requests: IncomingMessage[]
  /** Handles its next requests. */
  answer: RequestListener
  /** Stops it like a killed load balancer: connections break, its port refuses. */
  stop(): Promise<void>
  readonly port: number
}

/** A real HTTP server in place of a region's load balancer. */
async function startOrigin(name: string, tls?: Certificate): Promise<TestOrigin> {
  const requests: IncomingMessage[] = []
  const origin = { answer: ((_, response) => void response.end(name)) as RequestListener }
  const handle: RequestListener = (request, response) => {
    requests.push(request)
    origin.answer(request, response)
  }
  const server = tls
    ? (createTlsServer({ cert: tls.certificatePem, key: tls.privateKeyPem }, handle) as unknown as Server)
    : createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return Object.assign(origin, {
    requests,
    port,
    stop,
    async [Symbol.asyncDispose]() {
      if (server.listening) await stop()
    },
  })
}

export interface TestWorld extends AsyncDisposable {
  readonly cdn: RunningCloudFront
  readonly clock: ManualClock
  readonly nearest: TestOrigin
  readonly next: TestOrigin
  /** Addresses by origin name, as the edges' resolvers return them. */
  readonly names: Map<string, string[]>
  readonly published: Map<string, (clientSubnet: string) => readonly string[]>
  /** Loopback ports inside the world, by address and port. */
  readonly served: Map<string, number>
  /** Attempted connections, as `address:port`. */
  readonly opened: string[]
  /** The network's caller for every connection to an edge. */
  readonly caller: { address: string | undefined }
  readonly events: () => string[]
}

/** A distribution with two origins in a world of stand-ins; the clock for caches and names is manual. */
export async function startTestWorld(
  graph: ReturnType<typeof exampleGraph>,
  nearestTls?: Certificate,
  trust: Trust = OPEN,
): Promise<TestWorld> {
  const nearest = await startOrigin('nearest', nearestTls)
  const next = await startOrigin('next')
  const names = new Map([
    ['nearest.meridian.example', ['198.19.0.1']],
    ['next.meridian.example', ['198.19.64.1']],
  ])
  const ports = new Map([
    ['198.19.0.1:80', () => nearest.port],
    ['198.19.0.1:443', () => nearest.port],
    ['198.19.0.2:80', () => nearest.port],
    ['198.19.64.1:80', () => next.port],
  ])
  const real = createRealClock()
  const manual = createManualClock()
  // Connection time-outs run in real time; ages and TTLs are advanced by hand.
  const clock = { ...manual, after: real.after }
  const journal = createJournal(clock)
  const published: TestWorld['published'] = new Map()
  const served: TestWorld['served'] = new Map()
  const opened: string[] = []
  const caller: TestWorld['caller'] = { address: undefined }
  const folder = await mkdtemp(join(tmpdir(), 'meridian-test-s3-'))
  const s3 = await startS3(planS3(graph), { clock, folders: { run: folder, cache: folder } })
  const cdn = await startCloudFront(
    planCloudFront(graph),
    {
      clock,
      patientClock: clock,
      journal,
      graph,
      trust,
      settings: createSettings({ timeScale: 1 }),
      certificates: authority,
    },
    {
      network: {
        attachOutside: ({ description, place }) => {
          const city = place.kind === 'city' ? place.city : 'seoul'
          const address = CITIES[city].testNetwork.replace('0/24', '1')
          const networkInterface: NetworkInterface = {
            id: description,
            description,
            address,
            publicAddress: address,
            place,
            vpcId: undefined,
            subnetId: undefined,
            serve: (port, loopbackPort) => served.set(`${address}:${port}`, loopbackPort),
            withdraw() {},
            resolve: async (name) => names.get(name) ?? Promise.reject(new Error('ENOTFOUND')),
            async open(host, port) {
              opened.push(`${host}:${port}`)
              const loopbackPort = ports.get(`${host}:${port}`)
              if (!loopbackPort) throw Object.assign(new Error(host), { code: 'ECONNREFUSED' })
              return { port: loopbackPort() }
            },
            close() {},
          }
          return networkInterface
        },
        publishName: (name, addresses) => published.set(name, addresses),
        callerAt: () => caller.address,
        withdrawName: (name) => published.delete(name),
      },
      s3,
      route53: {
        locate: createLocator(),
        lookup: async () => ({
          rcode: 'NOERROR',
          isAuthoritative: true,
          isNegative: false,
          records: [{ name: '', type: 'A', ttl: 60, values: [], path: [] }],
          zone: undefined,
          source: { place: undefined, prefixLength: undefined },
          dependsOnSource: false,
        }),
      },
    },
  )
  return {
    cdn,
    clock,
    nearest,
    next,
    names,
    published,
    served,
    opened,
    caller,
    events: () => journal.entries().map(({ event }) => event),
    async [Symbol.asyncDispose]() {
      await cdn[Symbol.asyncDispose]()
      await nearest[Symbol.asyncDispose]()
      await next[Symbol.asyncDispose]()
      await s3[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
