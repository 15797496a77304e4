import { dnsNames, FIRST_PRIMARY, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import type * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { AlarmSet } from './components/alarm-set.ts'
import type { AlarmTopics } from './components/alarm-topics.ts'
import { Canary } from './components/canary.ts'
import type { ContentDelivery } from './components/content-delivery.ts'
import { Dashboard } from './components/dashboard.ts'
import { Experiments } from './components/experiments.ts'
import type { GeoRouting } from './components/geo-routing.ts'
import type { GlobalDatabase } from './components/global-database.ts'
import type { HostedZone } from './components/hosted-zone.ts'
import { RefusedWrites } from './components/refused-writes.ts'
import type { RegionKeys } from './components/region-keys.ts'
import type { RegionNetwork } from './components/region-network.ts'
import type { RegionalLoadBalancer } from './components/regional-load-balancer.ts'
import type { ServiceCluster } from './components/service-cluster.ts'
import { ServiceScaling } from './components/service-scaling.ts'
import { SpendingGuards } from './components/spending-guards.ts'
import { Tracing } from './components/tracing.ts'
import { Verdict } from './components/verdict.ts'
import type { Settings } from './config.ts'
import { perRegion, type Regional } from './regional.ts'
import { allOf, anyOf, loadBalancerDimension, targetGroupDimension } from './rules/alarms.ts'
import { applicationAlarms } from './rules/application-alarms.ts'
import { canaryAlarms } from './rules/canary-alarms.ts'
import { databaseAlarms } from './rules/database-alarms.ts'
import { edgeAlarms } from './rules/edge-alarms.ts'
import { SCALING_CPU_PERCENT } from './rules/schedules.ts'
import { serviceAlarms } from './rules/service-alarms.ts'
import { signingAlarms } from './rules/signing-alarms.ts'
import { trafficAlarms } from './rules/traffic-alarms.ts'

/** The system that is operated. */
export interface Operated {
  readonly accountId: pulumi.Input<string>
  readonly providers: Regional<aws.Provider>
  readonly keys: Regional<RegionKeys>
  readonly networks: Regional<RegionNetwork>
  readonly balancers: Regional<RegionalLoadBalancer>
  readonly clusters: Regional<ServiceCluster>
  readonly database: GlobalDatabase
  readonly dns: HostedZone
  readonly routing: GeoRouting
  readonly edge: ContentDelivery
  readonly topics: Regional<AlarmTopics>
  /** Created before the services, whose deployments they roll back. */
  readonly traffic: Regional<AlarmSet>
  readonly settings: Settings
}

/** Alarms on a region's load balancer. */
export function watchTraffic(
  region: RegionId,
  { arn, targetGroupArns }: RegionalLoadBalancer,
  { noticesArn }: AlarmTopics,
  provider: aws.Provider,
): AlarmSet {
  const rows = trafficAlarms({
    loadBalancer: arn.apply(loadBalancerDimension),
    targetGroups: {
      'marketing-api': targetGroupArns['marketing-api'].apply(targetGroupDimension),
      frontend: targetGroupArns.frontend.apply(targetGroupDimension),
    },
  })
  return new AlarmSet(`${REGIONS[region].code}-traffic`, { rows, noticesArn }, { provider })
}

/** Everything that monitors, scales and rehearses, and watches costs: first in each region, then across all of them. */
export function operate(system: Operated): void {
  const { settings } = system
  const verdicts = perRegion((region) => operateRegion(region, system))
  const opts = { provider: system.providers[FIRST_PRIMARY] }
  watchEdge(system, opts)
  if (settings.dnssec) watchSigning(system, opts)
  new SpendingGuards('spending', { noticesArn: system.topics[FIRST_PRIMARY].noticesArn, settings }, opts)
  new Dashboard(
    'overview',
    {
      distributionId: system.edge.distributionId,
      regions: perRegion((region) => ({
        loadBalancerArn: system.balancers[region].arn,
        cluster: system.clusters[region].clusterName,
        databaseId: system.database.members[region].clusterId,
        verdictArns: verdicts[region].map(({ arn }) => arn),
      })),
    },
    opts,
  )
}

function operateRegion(region: RegionId, system: Operated): readonly Verdict[] {
  const { accountId, settings } = system
  const { code } = REGIONS[region]
  const opts = { provider: system.providers[region] }
  const cluster = system.clusters[region]
  const member = system.database.members[region]
  const { noticesArn, pagerArn } = system.topics[region]
  const traffic = system.traffic[region]
  const alarmSet = (name: string, rows: ConstructorParameters<typeof AlarmSet>[1]['rows']) =>
    new AlarmSet(`${code}-${name}`, { rows, noticesArn }, opts)

  alarmSet(
    'tasks',
    serviceAlarms({
      cluster: cluster.clusterName,
      services: cluster.serviceNames,
      scaledAtPercent: SCALING_CPU_PERCENT,
      leastTasks: settings.taskCount,
    }),
  )
  alarmSet(
    'database',
    databaseAlarms({ clusterId: member.clusterId, capacityCeilingAcu: settings.capacityCeilingAcu }),
  )
  alarmSet('application', applicationAlarms(region))
  new RefusedWrites(`${code}-majority`, { logGroupName: cluster.apiLogGroupName, noticesArn }, opts)
  const canary = settings.canaryMinutes > 0 ? visit() : undefined
  const unhealthy = judgeHealth()
  const visitorsHurt = judgeHurt()
  new Tracing(`${code}-traces`, { regionCode: code, tracedShare: settings.tracedShare }, opts)
  if (settings.taskCountCeiling > settings.taskCount) scale()
  if (settings.faultExperiments) rehearse(visitorsHurt)
  return [unhealthy, visitorsHurt]

  function visit(): AlarmSet {
    const visitor = new Canary(
      `${code}-canary`,
      {
        region,
        accountId,
        // The name that visitors type: with the distribution's own name, a canary would not notice a failure of the zone or of
        // the site's certificate.
        site: `https://${dnsNames(settings.domain).www}`,
        everyMinutes: settings.canaryMinutes,
      },
      opts,
    )
    return alarmSet(
      'visits',
      canaryAlarms({ name: visitor.canaryName, everyMinutes: settings.canaryMinutes }),
    )
  }

  function judgeHealth(): Verdict {
    const causes = ['marketing-api-no-healthy-host', 'frontend-no-healthy-host', 'balancer-errors']
    return new Verdict(
      `${code}-unhealthy`,
      {
        of: [traffic],
        rule: anyOf(causes.map((id) => traffic.alarmName(id))),
        says: `${region} cannot serve: no task, or hardly any, answers behind its load balancer. Its visitors should be served by the next region already.`,
        runbook: 'choose',
        topicArn: noticesArn,
        tellsWhenOver: true,
      },
      opts,
    )
  }

  /** A region can be unhealthy without anybody noticing; people are paged only when visitors are affected. */
  function judgeHurt(): Verdict {
    const slow = allOf(['marketing-api-slow', 'frontend-slow'].map((id) => traffic.alarmName(id)))
    const errors = ['marketing-api-errors', 'frontend-errors'].map((id) => traffic.alarmName(id))
    const reads = canary ? [canary.alarmName('reads')] : []
    return new Verdict(
      `${code}-visitors-hurt`,
      {
        of: canary ? [traffic, canary] : [traffic],
        rule: `${anyOf([...reads, ...errors])} OR (${slow})`,
        says: `Visitors of ${region} see errors or wait for pages. Look who writes and which regions are healthy, then decide.`,
        runbook: 'look',
        topicArn: pagerArn,
        tellsWhenOver: true,
      },
      opts,
    )
  }

  function scale() {
    new ServiceScaling(
      `${code}-scaling`,
      {
        region,
        clusterName: cluster.clusterName,
        serviceNames: cluster.serviceNames,
        loadBalancerArn: system.balancers[region].arn,
        targetGroupArns: system.balancers[region].targetGroupArns,
        settings,
      },
      opts,
    )
  }

  function rehearse(stop: Verdict) {
    new Experiments(
      `${code}-experiments`,
      {
        region,
        accountId,
        clusterName: cluster.clusterName,
        serviceName: cluster.serviceNames['marketing-api'],
        databaseArn: member.clusterArn,
        instancesPerCluster: settings.instancesPerCluster,
        network: system.networks[region],
        stopArn: stop.arn,
        logsKeyArn: system.keys[region].logsKeyArn,
        logRetentionDays: settings.logRetentionDays,
      },
      opts,
    )
  }
}

/** Route 53 and CloudFront report to us-east-1, so their alarms are there; each region has the alarms on its own visitors. */
function watchEdge({ edge, routing, topics }: Operated, opts: pulumi.ComponentResourceOptions): void {
  const { noticesArn, pagerArn } = topics[FIRST_PRIMARY]
  const rows = edgeAlarms({ distributionId: edge.distributionId, healthCheckIds: routing.healthCheckIds })
  const seen = new AlarmSet('edge-alarms', { rows, noticesArn }, opts)
  const everywhere = REGION_IDS.map((region) => seen.alarmName(`${REGIONS[region].code}-unreachable`))
  new Verdict(
    'edge-visitors-hurt',
    {
      of: [seen],
      rule: `${anyOf([seen.alarmName('errors')])} OR (${allOf(everywhere)})`,
      says: 'Visitors everywhere see errors: either two regions in a row fail them, or no region passes its health check.',
      runbook: 'look',
      topicArn: pagerArn,
      tellsWhenOver: true,
    },
    opts,
  )
}

/** Route 53 reports a zone's metrics to us-east-1 as well. */
function watchSigning({ dns, topics }: Operated, opts: pulumi.ComponentResourceOptions): void {
  const { noticesArn, pagerArn } = topics[FIRST_PRIMARY]
  const rows = signingAlarms(dns.zoneId)
  const seen = new AlarmSet('dnssec-alarms', { rows, noticesArn }, opts)
  new Verdict(
    'dnssec-failing',
    {
      of: [seen],
      rule: anyOf(rows.map(({ id }) => seen.alarmName(id))),
      says: 'The signature of the zone fails or is about to: resolvers that validate will find no address of the site, whichever region is healthy.',
      runbook: 'alarms',
      topicArn: pagerArn,
      tellsWhenOver: true,
    },
    opts,
  )
}
