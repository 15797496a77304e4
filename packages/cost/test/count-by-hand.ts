import type { ResourceNode } from '@meridian/resource-graph'
import { PRICES_2026_11 } from '../prices/2026-11.ts'
import { ASSUMPTIONS as A, type LoadProfile } from '../src/load/profiles.ts'

// A second bookkeeping, deliberately plain: one pass over the resources, raw inputs, no function of the package but its data.

const HOURS = 730
const DAYS = HOURS / 24
const REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-2'] as const
type Inputs = Readonly<Record<string, unknown>>

const record = (value: unknown): Inputs => (value ?? {}) as Inputs
const list = (value: unknown): readonly Inputs[] => (value ?? []) as readonly Inputs[]

/** What a stack costs in a month, in dollars, by the price that it pays. */
export function countByHand(nodes: readonly ResourceNode[], profile: LoadProfile): Map<string, number> {
  const bill = new Map<string, number>()
  const seconds = profile.activeHoursPerDay * DAYS * 3_600
  const activeHours = profile.activeHoursPerDay * DAYS
  const quietHours = HOURS - activeHours
  const isIdle = profile.name === 'idle'
  const all = (type: string, region?: string) =>
    nodes.filter((node) => node.type.endsWith(`:${type}`) && (!region || node.region === region))

  for (const node of nodes) if (!node.isComponent) count(node, node.inputs, node.outputs)
  return bill

  function pay(id: string, quantity: number, region: string | undefined): void {
    const entry = PRICES_2026_11.entries.find(
      (e) => e.id === id && (e.region === region || e.region === 'global'),
    )
    if (!entry) throw new Error(`no price ${id} in ${region}`)
    if (quantity !== 0) bill.set(id, (bill.get(id) ?? 0) + quantity * entry.usd)
  }

  /** Requests a second of a region: at the edge, pages, calls of the API. */
  function rates(region: string | undefined) {
    const edge = profile.requestsPerSecond[region as (typeof REGIONS)[number]]
    const missed = edge * (1 - profile.cachedShare)
    return { edge, missed, pages: missed / 2, calls: missed }
  }

  function tasksOf(service: ResourceNode) {
    const task = all('TaskDefinition', service.region).find(
      ({ outputs, inputs }) =>
        outputs.arn === service.inputs.taskDefinition ||
        inputs.family === String(service.inputs.taskDefinition).replace(/^.*\//, '').replace(/:\d+$/, ''),
    )?.inputs as Inputs
    const { pages, calls } = rates(service.region)
    const scaling = nodes.find(
      (node) =>
        node.type.includes('appautoscaling/target') &&
        node.region === service.region &&
        String(node.inputs.resourceId).endsWith(`/${service.inputs.name}`),
    )?.inputs
    const most = Number(scaling ? scaling.maxCapacity : service.inputs.desiredCount)
    const usual = Number(scaling ? scaling.minCapacity : service.inputs.desiredCount)
    const plans = all('ScheduledAction', service.region)
      .filter((each) => String(each.inputs.resourceId).endsWith(`/${service.inputs.name}`))
      .map((each) => ({
        hour: Number(String(each.inputs.schedule).split(' ')[1]),
        least: Number(record(each.inputs.scalableTargetAction).minCapacity),
        days: String(each.inputs.schedule).includes('MON-FRI') ? 5 : 7,
      }))
    const high = plans.reduce((best, each) => (each.least > best.least ? each : best), {
      hour: 0,
      least: usual,
      days: 0,
    })
    const low = plans.find((each) => each !== high) ?? high
    const raised = plans.length === 2 ? ((low.hour - high.hour) * high.days) / 168 : 0
    const tracking = all('Policy', service.region)
      .filter((each) => String(each.inputs.resourceId).endsWith(`/${service.inputs.name}`))
      .map((each) => record(each.inputs.targetTrackingScalingPolicyConfiguration))
      .find((each) => JSON.stringify(each).includes('ALBRequestCountPerTarget'))
    const each = tracking ? Number(tracking.targetValue) / 60 : 100 * (Number(task.cpu) / 1024)
    const wanted = Math.ceil((service.name.endsWith('frontend') ? pages : calls) / each)
    const busy = (least: number) => Math.min(most, Math.max(least, wanted))
    const lower = plans.length === 2 ? low.least : usual
    const kinds = [
      { hours: activeHours * raised, tasks: busy(high.least) },
      { hours: quietHours * raised, tasks: high.least },
      { hours: activeHours * (1 - raised), tasks: busy(lower) },
      { hours: quietHours * (1 - raised), tasks: lower },
    ].filter(({ hours }) => hours > 0)
    return {
      kinds,
      tasks: Math.max(...kinds.map(({ tasks }) => tasks)),
      hours: kinds.reduce((sum, { hours, tasks }) => sum + hours * tasks, 0),
      task,
    }
  }

  function flowGb(region: string | undefined): number {
    const { pages, calls } = rates(region)
    const balancer = ((pages + calls) * seconds * 31) / 1e6
    const database = (calls * seconds * 6) / 1e6
    return 0.2 + (balancer + database) * 0.02
  }

  function lookups(): number {
    return 2 * 60 * (50 * activeHours + quietHours)
  }

  function inspected(acl: Inputs, region: string | undefined): number {
    if (acl.scope === 'CLOUDFRONT') return REGIONS.reduce((sum, each) => sum + rates(each).edge * seconds, 0)
    return (rates(region).pages + rates(region).calls) * seconds
  }

  function count(node: ResourceNode, inputs: Inputs, outputs: Inputs) {
    const { region } = node
    const { pages, calls } = rates(region ?? 'us-east-1')
    const [type = ''] = node.type.split(':').slice(-1)
    const inRegion = (name: string) => all(name, region)
    switch (type) {
      case 'NatGateway': {
        const starts = inRegion('Service').reduce((sum, each) => sum + tasksOf(each).tasks, 0)
        const endpoints = inRegion('VpcEndpoint').map((each) => each.inputs)
        const hasBuckets = endpoints.some(
          (e) => e.vpcEndpointType !== 'Interface' && String(e.serviceName).endsWith('.s3'),
        )
        const hasOthers = endpoints.some((e) => e.vpcEndpointType === 'Interface')
        const logs = ((pages + calls) * seconds * 700) / 1e9 + (starts * 2 * 30) / 1_000
        const images = starts * profile.deploymentsPerMonth * 0.15
        pay('nat-hour', HOURS, region)
        // Pages ask the API through the region's public load balancer: one call of 31 kB for each.
        const isPublic = inRegion('LoadBalancer').some((each) => each.inputs.internal !== true)
        const asks = JSON.stringify(inRegion('TaskDefinition').map((each) => each.inputs)).includes(
          'API_ORIGIN',
        )
        const asked =
          isPublic && asks ? (rates(region).pages * seconds * (A.responseKb + A.requestKb)) / 1e6 : 0
        pay('transfer-public', (asked * 2) / inRegion('NatGateway').length, region)
        pay(
          'nat-gb',
          ((hasBuckets ? 0 : images) + (hasOthers ? 0 : logs) + asked) / inRegion('NatGateway').length,
          region,
        )
        return
      }
      case 'VpcEndpoint': {
        if (inputs.vpcEndpointType !== 'Interface') return
        const tasks = inRegion('Service').reduce((sum, each) => sum + tasksOf(each).tasks, 0)
        const logs = ((pages + calls) * seconds * 700) / 1e9 + (tasks * 2 * 30) / 1_000
        const others = inRegion('VpcEndpoint').filter(
          (each) => each.inputs.vpcEndpointType === 'Interface',
        ).length
        pay('endpoint-hour', HOURS * list(inputs.subnetIds).length, region)
        pay('endpoint-gb', logs / others, region)
        return
      }
      case 'Eip':
        return pay('public-ipv4', HOURS, region)
      case 'LoadBalancer': {
        const rate = pages + calls
        const units = Math.max((rate * 0.1) / 25, (rate * 31 * 3_600) / 1e6, rate / 1_000)
        pay('alb-hour', HOURS, region)
        pay('alb-lcu', units * activeHours, region)
        pay('public-ipv4', inputs.internal ? 0 : HOURS * list(inputs.subnets).length, region)
        return
      }
      case 'VpcPeeringConnection':
        return pay('transfer-region', (calls * seconds * 0.05) / 1e6 / inRegion(type).length, region)
      case 'FlowLog':
        if (inputs.logDestinationType !== 's3') return
        pay('logs-to-bucket', flowGb(region), region)
        return pay('s3-gb', flowGb(region) * 3, region)
      case 'Service': {
        const { kinds, hours, task } = tasksOf(node)
        const arm = String(record(task.runtimePlatform).cpuArchitecture) === 'ARM64' ? 'arm' : 'x86'
        const strategies = list(inputs.capacityProviderStrategies)
        const weights = strategies.reduce((sum, each) => sum + Number(each.weight ?? 0), 0)
        let spotHours = 0
        for (const { hours, tasks } of kinds) {
          const based = strategies.reduce((sum, each) => sum + Math.min(tasks, Number(each.base ?? 0)), 0)
          for (const each of strategies.filter((one) => one.capacityProvider === 'FARGATE_SPOT'))
            spotHours +=
              hours *
              (Math.min(tasks, Number(each.base ?? 0)) +
                (Math.max(0, tasks - based) * Number(each.weight ?? 0)) / weights)
        }
        const spot = spotHours / hours
        const vcpu = (hours * Number(task.cpu)) / 1_024
        const memory = (hours * Number(task.memory)) / 1_024
        pay(`fargate-${arm}-vcpu`, vcpu * (1 - spot), region)
        pay(`fargate-${arm}-gb`, memory * (1 - spot), region)
        pay(`fargate-spot-${arm}-vcpu`, vcpu * spot, region)
        pay(`fargate-spot-${arm}-gb`, memory * spot, region)
        if (!node.name.endsWith('frontend')) pay('transfer-zone', (calls * seconds * 6) / 1e6, region)
        if (
          inRegion('Cluster').some((each) => JSON.stringify(each.inputs.settings ?? '').includes('"enabled"'))
        )
          pay('metric', 20, region)
        return
      }
      case 'Cluster': {
        if (node.type.includes('ecs/')) {
          const watched = /"(enabled|enhanced)"/.test(JSON.stringify(inputs.settings ?? ''))
          return pay('metric', watched ? 10 : 0, region)
        }
        if (node.type.includes('route53recoverycontrol')) return pay('arc-cluster', HOURS, region)
        const writes = REGIONS.reduce((sum, each) => sum + rates(each).calls * seconds * 0.05, 0)
        const isHome = region === 'us-east-1'
        const ios = calls * seconds * 0.5 + (isHome ? writes * 4 : 0)
        pay('aurora-storage', profile.databaseGb, region)
        pay('aurora-io', ios / 1e6, region)
        pay('aurora-replicated-write-io', isHome ? 0 : (writes * 4) / 1e6, region)
        pay('aurora-backup', profile.databaseChangeGbPerDay * Number(inputs.backupRetentionPeriod), region)
        pay('transfer-region', isHome ? (writes * 8 * 2) / 1e6 : 0, region)
        return
      }
      case 'ClusterInstance': {
        const { active, hours } = capacity(node)
        pay('aurora-acu', hours, region)
        if (Number(inputs.performanceInsightsRetentionPeriod ?? 7) > 7)
          pay('performance-insights-retention', active, region)
        return
      }
      case 'DetectorFeature': {
        if (inputs.name !== 'RDS_LOGIN_EVENTS') return
        const hours = inRegion('ClusterInstance').reduce((sum, each) => sum + capacity(each).hours, 0)
        return pay('guardduty-database-acu', hours / HOURS, region)
      }
      case 'StandardsSubscription':
        return pay('security-check', (items(region) - starts(region) * 4) * 15, region)
      case 'Repository':
        return pay('ecr-gb', 1.5, region)
      case 'LogGroup': {
        const arn = outputs.arn
        const points = (each: ResourceNode) =>
          Object.values(each.inputs)
            .flat()
            .some((value) => value === arn || value === `${arn}:*`)
        const acl = all('WebAclLoggingConfiguration').find(points)
        const service = inRegion('Service').find(
          (each) =>
            String(inputs.name).startsWith('/ecs/') && String(inputs.name).endsWith(`-${each.inputs.name}`),
        )
        const database = inRegion('Cluster').find((each) =>
          String(inputs.name).startsWith(`/aws/rds/cluster/${each.inputs.clusterIdentifier}/`),
        )
        const written = all('FlowLog').some(points)
          ? flowGb(region)
          : all('QueryLog').some(points)
            ? (lookups() * 150) / 1e9
            : acl
              ? (inspected(
                  all('WebAcl').find((each) => each.outputs.arn === acl.inputs.resourceArn)?.inputs as Inputs,
                  region,
                ) *
                  (acl.inputs.loggingFilter ? 0.02 : 1) *
                  1_500) /
                1e9
              : database
                ? ((calls * 0.5 +
                    (region === 'us-east-1'
                      ? REGIONS.reduce((sum, each) => sum + rates(each).calls * 0.2, 0)
                      : 0)) *
                    seconds *
                    0.05) /
                  1e6
                : service
                  ? ((service.name.endsWith('frontend') ? pages : calls) * seconds * 700) / 1e9 +
                    (tasksOf(service).hours * (2 / 24)) / 1_000
                  : 0.01
        pay('logs-ingest', written, region)
        pay('logs-store', (written * 0.15 * Number(inputs.retentionInDays)) / DAYS, region)
        return
      }
      case 'MetricAlarm': {
        const queries = list(inputs.metricQueries).flatMap((query) =>
          query.metric ? [record(query.metric)] : [],
        )
        const fast = [Number(inputs.period ?? 60), ...queries.map((query) => Number(query.period))].some(
          (period) => period < 60,
        )
        return pay(fast ? 'alarm-high-resolution' : 'alarm', queries.length || 1, region)
      }
      case 'Policy':
        return pay(
          'alarm',
          node.type.includes('appautoscaling') && inputs.policyType === 'TargetTrackingScaling' ? 2 : 0,
          region,
        )
      case 'CompositeAlarm':
        return pay('composite-alarm', 1, region)
      case 'Dashboard':
        return pay('dashboard', 1, region)
      case 'LogMetricFilter':
        return pay('metric', 1, region)
      case 'SamplingRule':
        return pay('trace', traces(inputs, region) / 1e6, region)
      case 'Group': {
        const recorded = inRegion('SamplingRule').reduce((sum, each) => sum + traces(each.inputs, region), 0)
        return pay(
          'trace-insight',
          record(inputs.insightsConfiguration).insightsEnabled ? recorded / 1e6 : 0,
          region,
        )
      }
      case 'Topic':
        return pay('sns-request', 0.0001, region)
      case 'TopicSubscription':
        if (String(inputs.protocol).startsWith('email')) pay('sns-email', 0.001, region)
        if (String(inputs.protocol).startsWith('http')) pay('sns-https', 0.0001, region)
        return
      case 'Canary': {
        const [, every, unit] = /rate\((\d+) (\w+)\)/.exec(record(inputs.schedule).expression as string) ?? []
        const runs =
          inputs.startCanary === false
            ? 0
            : (HOURS * 60) / (Number(every) * (unit?.startsWith('hour') ? 60 : 1))
        pay('canary-run', runs, region)
        pay('lambda-gb-second', runs * 15, region)
        pay('s3-put', (runs * 3) / 1_000, region)
        pay('s3-gb', ((runs * 300) / 1e6) * (Number(inputs.successRetentionPeriod ?? 31) / DAYS), region)
        if (!isIdle) pay('s3-get', (runs * 0.01) / 1_000, region)
        return
      }
      case 'Function': {
        if (!node.type.includes('lambda')) return
        const rotations = all('SecretRotation').filter(
          (each) => each.inputs.rotationLambdaArn === outputs.arn,
        )
        const runs = rotations.reduce(
          (sum, each) => sum + (4 * DAYS) / daysOf(record(each.inputs.rotationRules)),
          0,
        )
        pay('lambda-request', runs / 1e6, region)
        pay('lambda-gb-second', (runs * Number(inputs.memorySize ?? 128) * 30) / 1_024, region)
        return
      }
      case 'ExperimentTemplate':
        return pay('fis-action-minute', isIdle ? 0 : 10 * list(inputs.actions).length, region)
      case 'Key':
      case 'ReplicaKey':
        pay('kms-key', 1, region)
        return pay('kms-request', isIdle ? 0 : 2, region)
      case 'Secret': {
        const reads =
          all('Service').reduce((sum, each) => sum + tasksOf(each).tasks, 0) * profile.deploymentsPerMonth * 2
        pay('secret', 1, region)
        for (const replica of list(inputs.replicas)) pay('secret', 1, String(replica.region))
        return pay('secret-request', reads / 10_000, region)
      }
      case 'Recorder':
        return pay('config-item', items(region), region)
      case 'Rule':
        return pay('config-evaluation', inRegion('Recorder').length > 0 ? items(region) * 0.1 : 0, region)
      case 'Detector':
        pay('guardduty-event', profile.managementEventsPerMonth / 1e6, region)
        return pay('guardduty-flow-gb', flowGb(region), region)
      case 'Trail': {
        const events = profile.managementEventsPerMonth / 100_000
        const selectors = JSON.stringify([inputs.eventSelectors ?? '', inputs.advancedEventSelectors ?? ''])
        if (all('Trail').indexOf(node) > 0) pay('trail-management-copy', events, region)
        if (/"dataResources":\[\{|"Data"/.test(selectors)) pay('trail-data-event', events, region)
        if (list(inputs.insightSelectors).length > 0) pay('trail-insight', events, region)
        return
      }
      case 'Analyzer':
        return pay(
          'access-analyzer-unused',
          String(inputs.type).endsWith('UNUSED_ACCESS') ? all('Role').length : 0,
          region,
        )
      case 'Bucket': {
        if (
          all('Canary').some((each) =>
            String(each.inputs.artifactS3Location).startsWith(`s3://${inputs.bucket}/`),
          )
        )
          return
        const balancer = inRegion('LoadBalancer').some(
          (each) => record(each.inputs.accessLogs).bucket === inputs.bucket,
        )
        const edge = all('LogDeliveryDestination').some((each) =>
          String(record(each.inputs.deliveryDestinationConfiguration).destinationResourceArn).includes(
            `:${inputs.bucket}`,
          ),
        )
        const lines =
          (balancer ? (pages + calls) * seconds * 0.5 : 0) +
          (edge ? REGIONS.reduce((sum, each) => sum + rates(each).edge, 0) * seconds * 0.8 : 0)
        if (lines > 0) {
          const days = all('BucketLifecycleConfiguration')
            .filter((each) => each.inputs.bucket === inputs.bucket)
            .flatMap((each) =>
              list(each.inputs.rules).map((rule) => Number(record(rule.expiration).days ?? 0)),
            )
          return pay('s3-gb', ((lines / 1e6) * (Math.max(0, ...days) || 90)) / DAYS, region)
        }
        const isLog = /log|trail|audit|config|record/.test(node.name)
        pay(
          's3-gb',
          isLog ? (profile.managementEventsPerMonth * A.auditKbPerEvent) / 1e6 : profile.bucketGb,
          region,
        )
        return pay('s3-put', isLog ? profile.managementEventsPerMonth / 100_000 : 0, region)
      }
      case 'Plan':
        for (const rule of inputs.rules as readonly Inputs[]) {
          const kept =
            profile.databaseGb +
            profile.databaseChangeGbPerDay * Number(record(rule.lifecycle).deleteAfter ?? 35)
          if (!rule.enableContinuousBackup) pay('backup-aurora', kept, region)
          for (const copy of (rule.copyActions ?? []) as readonly Inputs[]) {
            const to = String(copy.destinationVaultArn).split(':')[3]
            pay('backup-aurora', kept, to || region)
            if (to !== region) pay('transfer-region', profile.databaseChangeGbPerDay * 30, region)
          }
        }
        return
      case 'WebAcl':
        pay('waf-acl', 1, region)
        pay('waf-rule', list(inputs.rules).length, region)
        return pay('waf-request', inspected(inputs, region) / 1e6, region)
      case 'RuleGroup':
        return pay('waf-rule', list(inputs.rules).length, region)
      case 'Zone':
        pay('route53-zone', 1, region)
        return pay('route53-geo-query', lookups() / 1e6, region)
      case 'HealthCheck': {
        const kind = inputs.type as string
        const options =
          Number(/^HTTPS/.test(kind)) +
          Number(/_STR_MATCH$/.test(kind)) +
          Number(Number(inputs.requestInterval) === 10) +
          Number(Boolean(inputs.measureLatency))
        pay('route53-health-check', 1, region)
        return pay('route53-health-check-option', options, region)
      }
      case 'Distribution': {
        const total = REGIONS.reduce((sum, each) => sum + rates(each).edge * seconds, 0)
        const onAll =
          (record(inputs.defaultCacheBehavior).functionAssociations as readonly unknown[] | undefined)
            ?.length ?? 0
        const onSome = list(inputs.orderedCacheBehaviors).some(
          (each) => ((each.functionAssociations ?? []) as readonly unknown[]).length > 0,
        )
        for (const each of REGIONS) {
          const place = each === 'ap-northeast-2' ? 'asia' : 'america'
          pay(`cloudfront-https-${place}`, (rates(each).edge * seconds) / 10_000, region)
          pay(`cloudfront-gb-${place}`, (rates(each).edge * seconds * 30) / 1e6, region)
          pay(`cloudfront-origin-gb-${place}`, (rates(each).missed * seconds) / 1e6, region)
        }
        return pay('cloudfront-function', (total * Math.max(onAll, onSome ? 0.5 : 0)) / 1e6, region)
      }
    }
  }

  function traces(rule: Inputs, region: string | undefined): number {
    const { missed, calls } = rates(region)
    const isBesideWrites = all('SamplingRule', region).some((each) => each.inputs.httpMethod === 'POST')
    const some = rule.httpMethod === 'POST' ? calls * 0.05 : missed - (isBesideWrites ? calls * 0.05 : 0)
    const matched = (rule.urlPath ?? '*') === '*' ? some : 0
    const kept = Math.min(matched, Number(rule.reservoirSize ?? 0))
    return (kept + (matched - kept) * Number(rule.fixedRate)) * seconds
  }

  function daysOf(rules: Inputs): number {
    const [, days] = /^rate\((\d+) days?\)$/.exec(String(rules.scheduleExpression)) ?? []
    return Number(days ?? rules.automaticallyAfterDays)
  }

  function capacity(instance: ResourceNode): { readonly active: number; readonly hours: number } {
    const cluster = all('Cluster', instance.region).find((each) => each.type.includes('rds/'))
    const { minCapacity, maxCapacity } = record(cluster?.inputs.serverlessv2ScalingConfiguration)
    const floor = Number(minCapacity)
    const isBesideWriter = instance.region === 'us-east-1' && Number(instance.inputs.promotionTier ?? 0) <= 1
    const want = isBesideWriter ? profile.writerAcu : profile.readerAcu
    const active = Math.min(Number(maxCapacity), Math.max(floor, want))
    return { active, hours: active * activeHours + floor * quietHours }
  }

  function starts(region: string | undefined): number {
    const tasks = all('Service', region).reduce((sum, each) => sum + tasksOf(each).tasks, 0)
    return tasks * profile.deploymentsPerMonth
  }

  function items(region: string | undefined): number {
    return nodes.filter((node) => !node.isComponent && node.region === region).length * 2 + starts(region) * 4
  }
}
