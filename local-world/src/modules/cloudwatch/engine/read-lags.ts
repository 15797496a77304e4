import type { Clock } from '../../../kernel/clock.ts'
import { type DatabaseInstance, lsnToBytes, type RunningRds } from '../../rds/running.ts'
import { LagMeter } from '../model/lag-meter.ts'
import type { ClusterLag } from './replication-source.ts'

/** A server that takes longer has no position in this round. */
const ANSWER_WITHIN_MS = 500

/** Reads the position of one server per cluster and compares the secondaries with their global database's writer. */
export function createLagReader(
  rds: Pick<RunningRds, 'instances' | 'position'>,
  clock: Clock,
): () => Promise<readonly ClusterLag[]> {
  const meters = new Map<string, LagMeter>()
  const asked = new Set<string>()

  return async () => {
    const available = rds
      .instances()
      .filter(({ status, globalClusterId }) => status === 'available' && globalClusterId)
    const globals = Map.groupBy(available, ({ globalClusterId }) => globalClusterId ?? '')
    const lags = await Promise.all([...globals].map(([id, members]) => lagsOf(id, members)))
    return lags.flat()
  }

  async function lagsOf(
    globalClusterId: string,
    members: readonly DatabaseInstance[],
  ): Promise<ClusterLag[]> {
    const meter = meters.get(globalClusterId) ?? new LagMeter()
    meters.set(globalClusterId, meter)
    const writer = members.find(({ role }) => role === 'writer')
    const firsts = [...Map.groupBy(members, ({ clusterId }) => clusterId).values()].flatMap(
      ([first]) => first ?? [],
    )
    const secondaries = firsts.filter(({ clusterId }) => clusterId !== writer?.clusterId)
    // Followers first: positions advance meanwhile, and no follower may appear to be ahead of the writer.
    const positions = await Promise.all(secondaries.map(({ id }) => positionOf(id)))
    const written = writer && (await positionOf(writer.id))
    if (writer && written !== undefined) meter.seeWriter(writer.id, written, clock.now())
    return secondaries.flatMap(({ clusterId, region }, index) => {
      const position = positions[index]
      const lagMs = position === undefined ? undefined : meter.lagMs(position, clock.now())
      // It has everything that a silent writer was seen to write, but not what it wrote since: 0 would promise that nothing is lost.
      const isUnknown = lagMs === undefined || (lagMs === 0 && written === undefined)
      return isUnknown ? [] : [{ clusterId, region, lagMs }]
    })
  }

  /** A frozen server has one pending request, not one per beat. */
  async function positionOf(instanceId: string): Promise<bigint | undefined> {
    if (asked.has(instanceId)) return undefined
    asked.add(instanceId)
    const position = rds
      .position(instanceId)
      .then(({ lsn }) => lsnToBytes(lsn))
      .catch(() => undefined)
      .finally(() => asked.delete(instanceId))
    const answered = new AbortController()
    const silence = clock.sleep(ANSWER_WITHIN_MS, answered.signal).then(() => undefined)
    const answer = await Promise.race([position, silence])
    answered.abort()
    return answer
  }
}
