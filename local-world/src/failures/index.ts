import type { AddressLine } from '../kernel/module.ts'
import type { Trust } from '../kernel/trust/trust.ts'
import { ActiveFaults } from './active-failures.ts'
import type { Fault, FaultTargets } from './failure.ts'
import { startFaultEndpoint } from './failure-endpoint.ts'
import { LinkFaults } from './link-failures.ts'
import { worldState } from './world-state.ts'

export type { Fault, FaultTargets } from './failure.ts'

/** Things that go wrong on purpose, in this process and over HTTP alike. */
export interface RunningFaults extends AsyncDisposable {
  /** `http://127.0.0.1:…`; see `fault-endpoint.ts` for what it answers. */
  readonly url: string
  /** `{kind, …}` as in `POST /faults`; throws FaultRefused. */
  inject(request: Readonly<Record<string, unknown>>): Promise<Fault>
  heal(id: string): Promise<void>
  list(): readonly Fault[]
  state(): ReturnType<typeof worldState>
  addresses(): readonly AddressLine[]
}

/** Opens the endpoint; disposing heals every fault before anything else of the world ends. */
export async function startFaults(
  targets: Omit<FaultTargets, 'links'>,
  trust: Trust,
  port: number,
): Promise<RunningFaults> {
  const complete: FaultTargets = { ...targets, links: new LinkFaults(targets.world.wan) }
  const active = new ActiveFaults(complete)
  const desk = {
    inject: (request: Readonly<Record<string, unknown>>) => active.inject(request),
    heal: (id: string) => active.heal(id),
    list: () => active.list(),
    state: () => worldState(complete, active.list()),
    machine: () => complete.machine.load(),
  }
  const endpoint = await startFaultEndpoint(desk, trust, port)
  return {
    ...desk,
    url: endpoint.url,
    addresses: () => [
      {
        section: 'Control',
        label: 'Faults',
        address: endpoint.url,
        name: 'POST /faults, GET /state, GET /machine',
      },
    ],
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]()
      await active[Symbol.asyncDispose]()
    },
  }
}
