import type { RunningNetwork } from '../../network/running.ts'
import type { DatabaseState } from '../model/database-state.ts'
import { endpointsOf } from '../model/endpoints.ts'
import type { InstanceRuntime } from './instance-runtime.ts'

/** The DNS names of one database; each query is answered from the current state. */
export class PublishedEndpoints {
  readonly #network: RunningNetwork
  #names: readonly string[] = []

  constructor(network: RunningNetwork) {
    this.#network = network
  }

  publish(state: () => DatabaseState, bodyOf: (instanceId: string) => InstanceRuntime): void {
    const endpoints = endpointsOf(state())
    for (const endpoint of endpoints) {
      let turn = 0
      const addressNow = () => {
        const addresses = endpoint.targets(state()).map(({ id }) => bodyOf(id).networkInterface.address)
        // One address per answer, a different one each time: how Aurora spreads readers.
        const address = addresses[turn++ % Math.max(addresses.length, 1)]
        return address === undefined ? [] : [address]
      }
      this.#network.publishName(endpoint.name, addressNow, () => endpoint.alias?.(state()))
    }
    this.#names = endpoints.map((endpoint) => endpoint.name)
  }

  withdraw(): void {
    for (const name of this.#names) this.#network.withdrawName(name)
  }
}
