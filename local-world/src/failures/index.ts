import type { Clock } from '../kernel/clock.ts'
import type { Journal } from '../kernel/journal.ts'
import type { MachineLoad, MachineMonitor } from '../kernel/machine-load/index.ts'
import type { AddressLine } from '../kernel/module.ts'
import type { Trust } from '../kernel/trust/trust.ts'
import type { Wan } from '../kernel/wan.ts'
import type { ControlOutages } from '../wire/outages.ts'
import { ActiveFailures } from './active-failures.ts'
import { startFailureEndpoint } from './failure-endpoint.ts'
import type { InjectedFailure } from './injected-failure.ts'
import { knownKinds } from './known-kinds.ts'
import { LinkFailures } from './link-failures.ts'
import { loseInModules, type StartedModule } from './world-parts.ts'
import { type WorldState, worldState } from './world-state.ts'

/** What failures are injected into. */
export interface FailureTargets {
  readonly modules: readonly StartedModule[]
  readonly wan: Wan
  readonly outages: ControlOutages
  readonly machine: Pick<MachineMonitor, 'load'>
  readonly clock: Clock
  readonly journal: Journal
}

/** Injected failures, available in this process and over HTTP. */
export interface RunningFailures extends AsyncDisposable {
  /** `http://127.0.0.1:…`; see `failure-endpoint.ts` for its routes. */
  readonly url: string
  /** `{kind, …}` as in `POST /failures`; throws FailureRefusedError. */
  inject(request: Readonly<Record<string, unknown>>): Promise<InjectedFailure>
  heal(id: string): Promise<void>
  list(): readonly InjectedFailure[]
  state(): Promise<WorldState>
  machine(): MachineLoad
  addresses(): readonly AddressLine[]
}

/** Opens the endpoint; disposing heals every failure before anything else of the world stops. */
export async function startFailures(
  targets: FailureTargets,
  trust: Trust,
  port: number,
): Promise<RunningFailures> {
  const { modules, machine, outages, wan } = targets
  const parts = {
    outages,
    links: new LinkFailures(wan),
    loseInModules: loseInModules.bind(undefined, modules),
  }
  const active = new ActiveFailures(knownKinds(modules, parts), targets)
  const service = {
    inject: (request: Readonly<Record<string, unknown>>) => active.inject(request),
    heal: (id: string) => active.heal(id),
    list: () => active.list(),
    state: () => worldState(modules, targets, active.list()),
    machine: () => machine.load(),
    journal: targets.journal,
  }
  const endpoint = await startFailureEndpoint(service, trust, port)
  return {
    ...service,
    url: endpoint.url,
    addresses: () => [
      {
        section: 'Control',
        label: 'Failures',
        address: endpoint.url,
        name: 'POST /failures, GET /state, GET /machine, GET /journal',
      },
    ],
    async [Symbol.asyncDispose]() {
      await endpoint[Symbol.asyncDispose]()
      await active[Symbol.asyncDispose]()
    },
  }
}
