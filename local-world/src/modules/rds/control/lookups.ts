import type { RegionId } from '@meridian/topology'
import type { ClusterState, DatabaseState, InstanceState } from '../model/database-state.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'
import { awsErrors } from './aws-errors.ts'
import type { RdsControl, States } from './context.ts'
import type { MemberCluster, MemberInstance } from './shapes.ts'

const IDENTIFIER = /^[a-z](-?[a-z0-9])*$/
const LONGEST_IDENTIFIER = 63
const LONGEST_SNAPSHOT_IDENTIFIER = 255

export function findCluster(states: States, id: string, region: RegionId): MemberCluster | undefined {
  const all = states().flatMap((state) => [...state.clusters.values()].map((cluster) => ({ state, cluster })))
  return all.find(({ cluster: { plan } }) => plan.region === region && isNamed(plan, id))
}

export function clusterNamed(states: States, id: string, region: RegionId): MemberCluster {
  const found = findCluster(states, id, region)
  if (!found) throw awsErrors.clusterNotFound(id)
  return found
}

export function instanceNamed(states: States, id: string, region: RegionId): MemberInstance {
  const found = allInstances(states()).find(
    ({ instance: { plan } }) => plan.region === region && isNamed(plan, id),
  )
  if (!found) throw awsErrors.instanceNotFound(id)
  return found
}

export function allInstances(states: readonly DatabaseState[]): readonly MemberInstance[] {
  return states.flatMap((state) =>
    [...state.instances.values()].map((instance: InstanceState) => ({ state, instance })),
  )
}

/** By name in the region of the request, or by ARN in any region. */
export function snapshotNamed(
  { snapshots }: Pick<RdsControl, 'snapshots'>,
  id: string,
  region: RegionId,
): ClusterSnapshot {
  const found = snapshots().find(
    (snapshot) => snapshot.arn === id || (snapshot.region === region && isNamed(snapshot, id)),
  )
  if (!found) throw awsErrors.snapshotNotFound(id)
  return found
}

/** RDS stores identifiers in lower case. */
export function newIdentifier(parameter: string, given: string | undefined): string {
  const id = (given ?? '').toLowerCase()
  if (IDENTIFIER.test(id) && id.length <= LONGEST_IDENTIFIER) return id
  throw badIdentifier(parameter, given)
}

/** In the whole world, because each is a copy of a database on disk; AWS's quota is 100 per region. */
const MOST_MANUAL_SNAPSHOTS = 40

/** The identifier of a new manual snapshot; refused when the quota is reached. */
export function newSnapshotIdentifier(
  { snapshots }: Pick<RdsControl, 'snapshots'>,
  parameter: string,
  given: string | undefined,
): string {
  const manual = snapshots().filter(({ type }) => type === 'manual')
  if (manual.length >= MOST_MANUAL_SNAPSHOTS) throw awsErrors.snapshotQuota()
  const id = (given ?? '').toLowerCase()
  if (IDENTIFIER.test(id) && id.length <= LONGEST_SNAPSHOT_IDENTIFIER) return id
  throw badIdentifier(parameter, given)
}

function badIdentifier(parameter: string, given: string | undefined) {
  return awsErrors.invalidValue(
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens: "${given ?? ''}"`,
  )
}

/** Only restored clusters may be changed through the API; the program's clusters are changed in the program. */
export function requireRestored(
  { restored }: RdsControl,
  { plan, lineage }: ClusterState,
  state: DatabaseState,
): void {
  if (restored.has(plan.arn)) return
  const isMember = state.plan.global !== undefined && lineage !== 'standalone'
  throw awsErrors.invalidClusterState(
    isMember
      ? 'This cluster is a part of a global cluster, please remove it from globalcluster first'
      : `DBCluster ${plan.id} belongs to the program: change it there. This world changes clusters that were restored from a snapshot.`,
  )
}

/** RDS stores identifiers in lower case and accepts any case; an ARN must match exactly. */
export const isNamed = (
  { arn, id, resourceId }: { readonly id: string; readonly arn: string; readonly resourceId?: string },
  wanted: string,
): boolean => arn === wanted || resourceId === wanted || id === wanted.toLowerCase()
