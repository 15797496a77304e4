import { SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import type * as pulumi from '@pulumi/pulumi'
import type { AlarmRow, MetricChoice } from './alarms.ts'

export interface WatchedTraffic {
  /** `app/name/0123456789abcdef` */
  readonly loadBalancer: pulumi.Input<string>
  /** `targetgroup/name/0123456789abcdef` */
  readonly targetGroups: Readonly<Record<ServiceName, pulumi.Input<string>>>
}

const NAMESPACE = 'AWS/ApplicationELB'
/** With fewer requests per minute, an error ratio means nothing. */
const FEW_REQUESTS = 20
const ERROR_PERCENT = 5
const OWN_ERRORS = 10
const SLOW_SECONDS = 1

/** A load balancer and its targets. Error metrics have no data while there are no errors, so missing data is good news here. */
export function trafficAlarms(traffic: WatchedTraffic): readonly AlarmRow[] {
  const ofBalancer = (name: string, statistic: string): MetricChoice => ({
    namespace: NAMESPACE,
    name,
    dimensions: { LoadBalancer: traffic.loadBalancer },
    statistic,
  })
  const ofService = (service: ServiceName, name: string, statistic: string): MetricChoice => ({
    ...ofBalancer(name, statistic),
    dimensions: { LoadBalancer: traffic.loadBalancer, TargetGroup: traffic.targetGroups[service] },
  })
  return [
    {
      id: 'balancer-errors',
      watch: ofBalancer('HTTPCode_ELB_5XX_Count', 'Sum'),
      threshold: OWN_ERRORS,
      comparison: 'above',
      breaches: [3, 5],
      whenMissing: 'notBreaching',
      says: `The load balancer itself answered more than ${OWN_ERRORS} requests a minute with 5xx: no target, or none that answers in time. See whether tasks are running and why they stopped.`,
      runbook: 'alarms',
    },
    {
      id: 'unhealthy-hosts',
      watch: {
        expression: 'MAX([api, frontend])',
        label: 'unhealthy targets of the worse service',
        metrics: {
          api: ofService('marketing-api', 'UnHealthyHostCount', 'Maximum'),
          frontend: ofService('frontend', 'UnHealthyHostCount', 'Maximum'),
        },
      },
      threshold: 0,
      comparison: 'above',
      breaches: [5, 5],
      whenMissing: 'notBreaching',
      says: 'A target has failed its health check for five minutes, longer than ECS needs to replace a task. Read the events of the service and the log of its tasks.',
      runbook: 'alarms',
    },
    ...SERVICE_NAMES.flatMap((service): readonly AlarmRow[] => [
      {
        id: `${service}-errors`,
        watch: {
          expression: `IF(requests > ${FEW_REQUESTS}, 100 * FILL(errors, 0) / requests, 0)`,
          label: 'percent of requests answered 5xx',
          metrics: {
            errors: ofService(service, 'HTTPCode_Target_5XX_Count', 'Sum'),
            requests: ofService(service, 'RequestCount', 'Sum'),
          },
        },
        threshold: ERROR_PERCENT,
        comparison: 'above',
        breaches: [3, 3],
        whenMissing: 'notBreaching',
        says: `${service} answers more than ${ERROR_PERCENT} % of its requests with 5xx: visitors see errors. If a deployment is running it is rolled back by itself; otherwise look where the writer is.`,
        runbook: 'look',
      },
      {
        id: `${service}-slow`,
        watch: ofService(service, 'TargetResponseTime', 'p99'),
        threshold: SLOW_SECONDS,
        comparison: 'above',
        breaches: [5, 5],
        whenMissing: 'notBreaching',
        says: `One request in a hundred takes ${service} longer than ${SLOW_SECONDS} s. Compare with the load, the CPU and the database on the dashboard; a slow writer is not a reason to fail over.`,
        runbook: 'choose',
      },
      {
        id: `${service}-no-healthy-host`,
        watch: ofService(service, 'HealthyHostCount', 'Maximum'),
        threshold: 1,
        comparison: 'below',
        breaches: [2, 2],
        // A group without targets reports nothing at all.
        whenMissing: 'breaching',
        says: `${service} has no healthy target in this region; health checks send its visitors to the next one. Find out whether the region is lost before anything else.`,
        runbook: 'choose',
      },
    ]),
  ]
}
