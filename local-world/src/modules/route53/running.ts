import type { RunningModule } from '../../kernel/module.ts'
import type { Asker, Lookup } from './engine/responder.ts'
import type { Locate } from './model/location.ts'

/** Route 53's data plane as other modules see it. */
export interface RunningRoute53 extends RunningModule {
  /** Port of the DNS server, UDP and TCP, on 127.0.0.1. */
  readonly port: number
  /** The answer that a client at this address would get, with the records chosen on the way. */
  lookup(name: string, type: string, asker: Asker): Promise<Lookup>
  /** Locates an address, with the table that geolocation uses. */
  readonly locate: Locate
  /** Status of a health check by its id; an unknown one counts as healthy. */
  healthStatus(healthCheckId: string): boolean
  /** Labels of endpoints that too few checkers reached in their last probe for them to be healthy. */
  unreachedEndpoints(): readonly string[]
  /** Makes the checkers probe now, in addition to their schedule: for an endpoint that has just come up. */
  checkNow(): void
  onHealthStatus(listener: (healthCheckId: string, isHealthy: boolean) => void): () => void
}
