import autocannon from 'autocannon'
import { CAMPAIGNS, slugOf } from './data.ts'

export type Workload = 'read by key' | 'list of 20'
export const WORKLOADS: readonly Workload[] = ['read by key', 'list of 20']

export interface Measurement {
  readonly requests: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const CONNECTIONS = 50
const MS_PER_SECOND = 1_000
const LONGEST_SECONDS = 3_600

/** Sends requests as fast as responses arrive, over fifty connections; throws if any response is not 200. */
export async function measure(origin: string, workload: Workload, seconds: number): Promise<Measurement> {
  const result = await autocannon({
    url: origin,
    connections: CONNECTIONS,
    duration: seconds,
    requests: requestsOf(workload),
  })
  refuseFailures(result, origin, workload)
  return {
    requests: result.requests.total,
    requestsPerSecond: result.requests.total / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  }
}

function refuseFailures(result: autocannon.Result, origin: string, workload: Workload): void {
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0)
    throw new Error(`${failed} of ${result.requests.total} requests to ${origin} failed (${workload})`)
}

function requestsOf(workload: Workload): autocannon.Request[] {
  if (workload === 'list of 20') return [{ path: '/api/campaigns?locale=ko' }]
  // A step coprime with the number of campaigns visits every slug in no obvious order.
  return Array.from({ length: CAMPAIGNS }, (_, index) => ({
    path: `/api/campaigns/${slugOf((index * 389) % CAMPAIGNS)}?locale=en`,
  }))
}

/** The latency of a simple query without other load: the average of sequential reads by key, in milliseconds. */
export async function measureOneByOne(origin: string, seconds: number): Promise<number> {
  const workload = 'read by key'
  const result = await autocannon({
    url: origin,
    connections: 1,
    duration: seconds,
    requests: requestsOf(workload),
  })
  refuseFailures(result, origin, workload)
  return (result.duration * MS_PER_SECOND) / result.requests.total
}

/** Continuous load whose request headers can be changed. */
export interface SteadyLoad extends AsyncDisposable {
  headers: Readonly<Record<string, string>>
  /** Number of responses so far. */
  readonly answered: number
}

/** Sends requests until it is disposed; disposal throws if any response was not 200. */
export function startSteadyLoad(origin: string, workload: Workload): SteadyLoad {
  let answered = 0
  const load = {
    headers: {} as Readonly<Record<string, string>>,
    get answered() {
      return answered
    },
    async [Symbol.asyncDispose]() {
      instance.stop()
      refuseFailures(await ended.promise, origin, workload)
    },
  }
  const ended = Promise.withResolvers<autocannon.Result>()
  const options: autocannon.Options = {
    url: origin,
    connections: CONNECTIONS,
    duration: LONGEST_SECONDS,
    setupClient: (client) => client.on('response', () => (answered += 1)),
    requests: requestsOf(workload).map((request) => ({
      ...request,
      setupRequest: (built) => ({ ...built, headers: { ...load.headers } }),
    })),
  }
  const instance = autocannon(options, (error, result) =>
    error ? ended.reject(error) : ended.resolve(result),
  )
  return load
}
