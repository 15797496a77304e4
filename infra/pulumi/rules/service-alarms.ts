import { SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import type * as pulumi from '@pulumi/pulumi'
import type { AlarmRow, MetricChoice } from './alarms.ts'

export interface WatchedServices {
  readonly cluster: pulumi.Input<string>
  readonly services: Readonly<Record<ServiceName, pulumi.Input<string>>>
  /** Scaling acts at this percentage; the alarm's threshold is above it. */
  readonly scaledAtPercent: number
  /** With fewer tasks of a service, the loss of a zone is an outage. */
  readonly leastTasks: number
}

const FULL_PERCENT = 85

/** The tasks' utilisation, and whether there are as many as there should be. */
export function serviceAlarms(watched: WatchedServices): readonly AlarmRow[] {
  const metric = (
    service: ServiceName,
    namespace: string,
    name: string,
    statistic: string,
  ): MetricChoice => ({
    namespace,
    name,
    dimensions: { ClusterName: watched.cluster, ServiceName: watched.services[service] },
    statistic,
  })
  const fuller = (name: string) => ({
    expression: 'MAX([api, frontend])',
    label: `${name} of the fuller service`,
    metrics: {
      api: metric('marketing-api', 'AWS/ECS', name, 'Average'),
      frontend: metric('frontend', 'AWS/ECS', name, 'Average'),
    },
  })
  return [
    {
      id: 'cpu',
      watch: fuller('CPUUtilization'),
      threshold: FULL_PERCENT,
      comparison: 'above',
      breaches: [5, 5],
      whenMissing: 'notBreaching',
      says: `The tasks of a service use more than ${FULL_PERCENT} % of their CPU, though scaling should have begun at ${watched.scaledAtPercent} %: it is at its ceiling, or starts tasks too slowly. Raise taskCountCeiling.`,
      runbook: 'alarms',
    },
    {
      id: 'memory',
      watch: fuller('MemoryUtilization'),
      threshold: FULL_PERCENT,
      comparison: 'above',
      breaches: [5, 5],
      whenMissing: 'notBreaching',
      says: `The tasks of a service use more than ${FULL_PERCENT} % of their memory and will be killed at 100 %. Look for a leak since the last deployment; raise taskMemoryMiB.`,
      runbook: 'alarms',
    },
    ...SERVICE_NAMES.map(
      (service): AlarmRow => ({
        id: `${service}-tasks`,
        watch: metric(service, 'ECS/ContainerInsights', 'RunningTaskCount', 'Minimum'),
        threshold: watched.leastTasks,
        comparison: 'below',
        breaches: [5, 5],
        whenMissing: 'breaching',
        says: `${service} has had fewer than ${watched.leastTasks} tasks running for five minutes: ECS cannot place or start them. Read the stopped tasks' reasons.`,
        runbook: 'alarms',
      }),
    ),
  ]
}
