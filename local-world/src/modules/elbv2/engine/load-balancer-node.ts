import type { NetworkInterface } from '../../network/running.ts'
import type { LoadBalancerPlan, SubnetMapping } from '../model/load-balancer-plan.ts'
import type { Target } from '../running.ts'
import { type ListenerDependencies, ListenerServer } from './listener-server.ts'
import { targetKey } from './target-group.ts'
import { TargetPool } from './target-pool.ts'

/** A load balancer's node in one zone: its addresses, its listeners and its connections to targets. */
export class LoadBalancerNode {
  readonly subnet: SubnetMapping
  readonly networkInterface: NetworkInterface
  readonly listeners: readonly ListenerServer[]
  readonly #loadBalancer: LoadBalancerPlan
  readonly #pools = new Map<string, TargetPool>()

  constructor(
    subnet: SubnetMapping,
    networkInterface: NetworkInterface,
    dependencies: Omit<ListenerDependencies, 'poolTo'>,
  ) {
    this.subnet = subnet
    this.networkInterface = networkInterface
    this.#loadBalancer = dependencies.loadBalancer
    const poolTo = (target: Target) => this.#poolTo(target)
    this.listeners = this.#loadBalancer.listeners.map(
      (listener) => new ListenerServer(listener, { ...dependencies, poolTo }),
    )
  }

  async open(): Promise<void> {
    for (const listener of this.listeners) {
      await listener.listen()
      this.networkInterface.serve(listener.plan.port, listener.port)
    }
  }

  /** Refuses new connections and closes open ones; `open` restores the node. */
  async close(): Promise<void> {
    for (const listener of this.listeners) {
      this.networkInterface.withdraw(listener.plan.port)
      await listener.close()
    }
    for (const pool of this.#pools.values()) pool.destroy()
    this.#pools.clear()
  }

  /** Closes connections to a target with requests in flight: their clients get 502. */
  disconnect(target: Target): void {
    this.#pools.get(targetKey(target))?.destroy()
    this.#pools.delete(targetKey(target))
  }

  #poolTo(target: Target): TargetPool {
    const key = targetKey(target)
    let pool = this.#pools.get(key)
    if (!pool) {
      pool = new TargetPool(target, this.networkInterface, this.#loadBalancer.idleTimeoutMs)
      this.#pools.set(key, pool)
    }
    return pool
  }
}
