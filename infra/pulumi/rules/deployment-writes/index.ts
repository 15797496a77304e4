import { NETWORK_WRITES } from './network.ts'
import { OPERATIONS_WRITES } from './operations.ts'
import { TRAFFIC_WRITES } from './traffic.ts'
import { WORKLOAD_WRITES } from './workloads.ts'
import type { Writes } from './writes.ts'

/** What a deployment writes, as policies: IAM allows 6,144 characters for each, and ten for a role. */
export const DEPLOYMENT_WRITES: Readonly<Record<string, Writes>> = {
  network: NETWORK_WRITES,
  operations: OPERATIONS_WRITES,
  traffic: TRAFFIC_WRITES,
  workloads: WORKLOAD_WRITES,
}

export { writesPolicy } from './writes.ts'
