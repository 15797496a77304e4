import { OperationRefusedError, type TargetDescription } from '@meridian/operator-tools'
import type { CityId, RegionId } from '@meridian/topology'
import { FaultNotInjectedError } from '../errors.ts'

type PlaceId = RegionId | CityId

/** What can be done to a system, in the words of its fault endpoint. Every fault may heal by itself after `forMs`. */
export type Fault = (
  | { readonly kind: 'kill-task' | 'freeze-task'; readonly task: string }
  | { readonly kind: 'kill-database' | 'freeze-database'; readonly instance: string }
  | { readonly kind: 'lose-region' | 'isolate-region' | 'pause-replication'; readonly region: RegionId }
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

export interface InjectedFault {
  readonly id: string
  /** Ends the fault; one that has ended already is fine. */
  heal(): Promise<void>
}

export interface FaultClient {
  inject(fault: Fault): Promise<InjectedFault>
  /** Ends one by its id; one that has ended already is fine. */
  heal(id: string): Promise<void>
}

const TIMEOUT_MS = 30_000
const NOT_FOUND = 404

/** Faults over HTTP; refuses a target that takes none, such as AWS. */
export function createFaultClient({
  name,
  faults,
  token,
}: Pick<TargetDescription, 'name' | 'faults' | 'token'>): FaultClient {
  if (faults === undefined)
    throw new OperationRefusedError(
      name === 'aws'
        ? 'This drill breaks things, so it does not run on AWS. Use --target local.'
        : 'This world takes no faults (its description has no "faults"): stop it and start it again with npm start.',
    )
  const heal = async (id: string) => {
    await call(`${faults}/faults/${encodeURIComponent(id)}`, 'DELETE', token, undefined, [NOT_FOUND])
  }
  return {
    heal,
    async inject(fault) {
      const answer = await call(`${faults}/faults`, 'POST', token, fault)
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
  throw new FaultNotInjectedError(`${method} ${url}: ${answer.status} ${(await answer.text()).trim()}`)
}

/** `lose-region us-east-1`: for histories and reports. */
export function describeFault({ kind, ...fields }: Fault): string {
  return [kind, ...Object.entries(fields).map(([name, value]) => describeField(name, value))].join(' ')
}

const describeField = (name: string, value: unknown) =>
  ['region', 'instance', 'task', 'service'].includes(name) ? String(value) : `${name}=${value}`
