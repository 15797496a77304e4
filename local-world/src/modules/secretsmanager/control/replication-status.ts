import type { RegionId } from '@meridian/topology'
import type { StoredSecret } from '../model/secret-store.ts'

/** Only the primary knows its replicas. */
export function replicationStatus({ plan }: StoredSecret, region: RegionId) {
  if (plan.region !== region) return []
  return plan.replicaRegions.map((replica) => ({ Region: replica, Status: 'InSync' as const }))
}
