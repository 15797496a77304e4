import { OperationRefusedError, type TargetDescription } from '@meridian/operator-tools'
import type { CityId, RegionId } from '@meridian/topology'
import { FailureNotInjectedError } from '../errors.ts'

type PlaceId = RegionId | CityId

/** A failure, in the terms of the failure endpoint. Any failure may heal by itself after `forMs`. */
export type Failure = (
  | { readonly kind: 'kill-task' | 'freeze-task'; readonly task: string }
  | { readonly kind: 'kill-database' | 'freeze-database'; readonly instance: string }
  | {
      readonly kind: 'lose-region' | 'lose-load-balancer' | 'isolate-region' | 'pause-replication'
      readonly region: RegionId
    }
  | { readonly kind: 'delay-replication'; readonly region: RegionId; readonly ms: number }
  | { readonly kind: 'cut-link'; readonly from: PlaceId; readonly to: PlaceId }
  | {
      readonly kind: 'slow-link'
      readonly from: PlaceId
      readonly to: PlaceId
      readonly rttMs: number
      readonly jitterMs?: number
      readonly bandwidthMbps?: number
    }
  | { readonly kind: 'break-control-plane'; readonly service: string; readonly region?: RegionId }
  | { readonly kind: 'slow-disk'; readonly instance: string; readonly ms: number }
) & { readonly forMs?: number }

export interface InjectedFailure {
  readonly id: string
  /** Ends the failure; does nothing if it has already ended. */
  heal(): Promise<void>
}

export interface FailureClient {
  inject(failure: Failure): Promise<InjectedFailure>
  /** Ends a failure by id; no effect if it has ended already. */
  heal(id: string): Promise<void>
  /** Failures under way, of this client and of any other. */
  list(): Promise<readonly FailureUnderWay[]>
}

interface FailureUnderWay {
  readonly id: string
  readonly kind: Failure['kind']
  readonly region?: string
}

const TIMEOUT_MS = 30_000
const NOT_FOUND = 404

/** A failure client over HTTP; refuses a target without a failure endpoint, such as AWS. */
export function createFailureClient({
  name,
  failures,
  token,
}: Pick<TargetDescription, 'name' | 'failures' | 'token'>): FailureClient {
  if (failures === undefined)
    throw new OperationRefusedError(
      name === 'aws'
        ? 'This drill breaks things, so it does not run on AWS. Use --target local.'
        : 'This world takes no failures (its description has no "failures"): stop it and start it again with npm start.',
    )
  const heal = async (id: string) => {
    await call(`${failures}/failures/${encodeURIComponent(id)}`, 'DELETE', token, undefined, [NOT_FOUND])
  }
  return {
    heal,
    async list() {
      const answer = await call(`${failures}/failures`, 'GET', token)
      return (await answer.json()) as readonly FailureUnderWay[]
    },
    async inject(failure) {
      const answer = await call(`${failures}/failures`, 'POST', token, failure)
      const { id } = (await answer.json()) as { id: string }
      return { id, heal: () => heal(id) }
    },
  }
}

async function call(
  url: string,
  method: string,
  token: string | undefined,
  body?: object,
  alsoFine: readonly number[] = [],
) {
  const answer = await fetch(url, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (answer.ok || alsoFine.includes(answer.status)) return answer
  throw new FailureNotInjectedError(`${method} ${url}: ${answer.status} ${(await answer.text()).trim()}`)
}

/** `lose-region us-east-1`: for histories and reports. */
export function describeFailure({ kind, ...fields }: Failure): string {
  return [kind, ...Object.entries(fields).map(([name, value]) => describeField(name, value))].join(' ')
}

const describeField = (name: string, value: unknown) =>
  ['region', 'instance', 'task', 'service'].includes(name) ? String(value) : `${name}=${value}`
