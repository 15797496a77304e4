import type { RunningRds } from '../../rds/running.ts'
import type { MetricStore } from '../model/metric-store.ts'
import type { Source } from './source.ts'

interface Counted {
  readonly commits: number
  readonly atMs: number
}

/** Each reading costs a connection to the server. */
const EVERY_MS = 5_000
const MS_PER_SECOND = 1_000

/** Aurora's CommitThroughput (commits per second), by cluster and by its writer, from a counter that the server keeps. */
export function createCommitSource(
  rds: Pick<RunningRds, 'instances' | 'position'>,
  store: MetricStore,
): Source {
  const counted = new Map<string, Counted>()
  let dueMs = 0
  let isAsking = false
  return {
    collect(nowMs) {
      if (nowMs < dueMs || isAsking) return
      // A rate needs two readings: the second one follows soon, so that a new world has data early.
      dueMs = counted.size === 0 ? nowMs : nowMs + EVERY_MS
      isAsking = true
      // A frozen server answers late or never; the beat does not wait for it.
      void count(nowMs).finally(() => {
        isAsking = false
      })
    },
    close() {},
  }

  async function count(nowMs: number): Promise<void> {
    const writers = rds.instances().filter(({ role, status }) => role === 'writer' && status === 'available')
    for (const { id, clusterId, region } of writers) {
      const position = await rds.position(id).catch(() => undefined)
      if (!position) continue
      const rate = rateOf(id, { commits: position.commits, atMs: nowMs })
      if (rate === undefined) continue
      const ofCluster = { DBClusterIdentifier: clusterId }
      for (const dimensions of [ofCluster, { ...ofCluster, Role: 'WRITER' }])
        store.add({ region, namespace: 'AWS/RDS', name: 'CommitThroughput', dimensions }, rate, nowMs)
    }
  }

  /** Undefined for the first reading, and after the server has reset its counter. */
  function rateOf(id: string, now: Counted): number | undefined {
    const before = counted.get(id)
    counted.set(id, now)
    if (!before || now.commits < before.commits) return undefined
    return ((now.commits - before.commits) * MS_PER_SECOND) / (now.atMs - before.atMs)
  }
}
