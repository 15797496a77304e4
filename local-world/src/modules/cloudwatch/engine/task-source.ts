import type { RunningEcs } from '../../ecs/running.ts'
import type { MetricStore } from '../model/metric-store.ts'
import type { Source } from './source.ts'

const NAMESPACE = 'ECS/ContainerInsights'

/** Task counts per service, as in Container Insights. CPU and memory are not measured: all tasks share a machine. */
export function createTaskSource(ecs: Pick<RunningEcs, 'services'>, store: MetricStore): Source {
  return {
    collect(nowMs) {
      for (const { clusterArn, desiredCount, name, pendingCount, region, runningCount } of ecs.services()) {
        const dimensions = {
          ClusterName: clusterArn.slice(clusterArn.lastIndexOf('/') + 1),
          ServiceName: name,
        }
        const counts = {
          DesiredTaskCount: desiredCount,
          PendingTaskCount: pendingCount,
          RunningTaskCount: runningCount,
        }
        for (const [metric, count] of Object.entries(counts))
          store.add({ region, namespace: NAMESPACE, name: metric, dimensions }, count, nowMs)
      }
    },
    close() {},
  }
}
