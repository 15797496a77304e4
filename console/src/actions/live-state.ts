import type { ResourceNode } from '@meridian/resource-graph'
import { isRegionId, type RegionId } from '@meridian/topology'
import type { LiveView } from '../../shared/resources.ts'
import type { OpenTarget } from '../watch/source.ts'

interface Question {
  /** The `aws …` command, without the region. */
  readonly command: string
  ask(): Promise<object | undefined>
}

/** The describe call for a type of resource. */
type Describe = (
  aws: OpenTarget['aws'],
  id: string,
  region: RegionId,
  outputs: ResourceNode['outputs'],
) => Question

/** The live state of a resource from AWS's API; undefined if this console has no call for its type. */
export async function readLiveState(
  { aws }: Pick<OpenTarget, 'aws'>,
  node: Pick<ResourceNode, 'id' | 'type' | 'region' | 'outputs'>,
): Promise<LiveView | undefined> {
  const describe = DESCRIBES[node.type]
  if (!describe) return undefined
  const region = isRegionId(node.region ?? '') ? (node.region as RegionId) : 'us-east-1'
  const { command, ask } = describe(aws, node.id, region, node.outputs)
  const answer = await ask().catch((error: Error) => {
    if (/NotFound|NoSuch/.test(error.name)) return undefined
    throw error
  })
  return { command: `aws ${command} --region ${region}`, answer }
}

// Every import below is destructured at once, so that the bundler leaves out the commands that nothing calls.

const describeAlarm: Describe = (aws, id, region) => ({
  command: `cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm --alarm-names ${id}`,
  async ask() {
    const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch')
    const command = new DescribeAlarmsCommand({
      AlarmNames: [id],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    })
    const { MetricAlarms = [], CompositeAlarms = [] } = await (await aws.cloudwatch(region)).send(command)
    return MetricAlarms[0] ?? CompositeAlarms[0]
  },
})

const DESCRIBES: Readonly<Record<string, Describe>> = {
  'aws:rds/globalCluster:GlobalCluster': (aws, id, region) => ({
    command: `rds describe-global-clusters --global-cluster-identifier ${id}`,
    async ask() {
      const { DescribeGlobalClustersCommand } = await import('@aws-sdk/client-rds')
      const command = new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: id })
      return (await (await aws.rds(region)).send(command)).GlobalClusters?.[0]
    },
  }),
  'aws:rds/cluster:Cluster': (aws, id, region) => ({
    command: `rds describe-db-clusters --db-cluster-identifier ${id}`,
    async ask() {
      const { DescribeDBClustersCommand } = await import('@aws-sdk/client-rds')
      const command = new DescribeDBClustersCommand({ DBClusterIdentifier: id })
      return (await (await aws.rds(region)).send(command)).DBClusters?.[0]
    },
  }),
  'aws:rds/clusterInstance:ClusterInstance': (aws, id, region) => ({
    command: `rds describe-db-instances --db-instance-identifier ${id}`,
    async ask() {
      const { DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds')
      const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id })
      return (await (await aws.rds(region)).send(command)).DBInstances?.[0]
    },
  }),
  'aws:ecs/cluster:Cluster': (aws, id, region) => ({
    command: `ecs describe-clusters --clusters ${id}`,
    async ask() {
      const { DescribeClustersCommand } = await import('@aws-sdk/client-ecs')
      const command = new DescribeClustersCommand({ clusters: [id] })
      return (await (await aws.ecs(region)).send(command)).clusters?.[0]
    },
  }),
  'aws:ecs/service:Service': (aws, id, region) => ({
    command: `ecs describe-services --cluster ${clusterIn(id)} --services ${id}`,
    async ask() {
      const { DescribeServicesCommand } = await import('@aws-sdk/client-ecs')
      const command = new DescribeServicesCommand({ cluster: clusterIn(id), services: [id] })
      return (await (await aws.ecs(region)).send(command)).services?.[0]
    },
  }),
  'aws:ecs/taskDefinition:TaskDefinition': (aws, id, region) => ({
    command: `ecs describe-task-definition --task-definition ${id}`,
    async ask() {
      const { DescribeTaskDefinitionCommand } = await import('@aws-sdk/client-ecs')
      const command = new DescribeTaskDefinitionCommand({ taskDefinition: id })
      return (await (await aws.ecs(region)).send(command)).taskDefinition
    },
  }),
  'aws:lb/loadBalancer:LoadBalancer': (aws, id, region) => ({
    command: `elbv2 describe-load-balancers --load-balancer-arns ${id}`,
    async ask() {
      const { DescribeLoadBalancersCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2')
      const command = new DescribeLoadBalancersCommand({ LoadBalancerArns: [id] })
      return (await (await aws.elbv2(region)).send(command)).LoadBalancers?.[0]
    },
  }),
  'aws:lb/targetGroup:TargetGroup': (aws, id, region) => ({
    command: `elbv2 describe-target-health --target-group-arn ${id}`,
    async ask() {
      const { DescribeTargetHealthCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2')
      const command = new DescribeTargetHealthCommand({ TargetGroupArn: id })
      return (await (await aws.elbv2(region)).send(command)).TargetHealthDescriptions
    },
  }),
  'aws:lb/listener:Listener': (aws, id, region) => ({
    command: `elbv2 describe-listeners --listener-arns ${id}`,
    async ask() {
      const { DescribeListenersCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2')
      const command = new DescribeListenersCommand({ ListenerArns: [id] })
      return (await (await aws.elbv2(region)).send(command)).Listeners?.[0]
    },
  }),
  'aws:cloudwatch/metricAlarm:MetricAlarm': describeAlarm,
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': describeAlarm,
  'aws:route53/healthCheck:HealthCheck': (aws, id) => ({
    command: `route53 get-health-check-status --health-check-id ${id}`,
    async ask() {
      const { GetHealthCheckStatusCommand } = await import('@aws-sdk/client-route-53')
      const command = new GetHealthCheckStatusCommand({ HealthCheckId: id })
      return (await (await aws.route53()).send(command)).HealthCheckObservations
    },
  }),
  'aws:route53/record:Record': (aws, _id, _region, { zoneId, name, type, setIdentifier }) => ({
    command: `route53 list-resource-record-sets --hosted-zone-id ${zoneId} --start-record-name ${name} --start-record-type ${type}`,
    async ask() {
      const { ListResourceRecordSetsCommand } = await import('@aws-sdk/client-route-53')
      const command = new ListResourceRecordSetsCommand({
        HostedZoneId: String(zoneId),
        StartRecordName: String(name),
        StartRecordType: type as 'A',
      })
      const { ResourceRecordSets = [] } = await (await aws.route53()).send(command)
      return ResourceRecordSets.find(
        (record) =>
          withoutDot(record.Name) === withoutDot(String(name)) &&
          record.Type === type &&
          (record.SetIdentifier ?? '') === (setIdentifier ?? ''),
      )
    },
  }),
  'aws:cloudfront/distribution:Distribution': (aws, id) => ({
    command: `cloudfront get-distribution --id ${id}`,
    async ask() {
      const { GetDistributionCommand } = await import('@aws-sdk/client-cloudfront')
      return (await (await aws.cloudfront()).send(new GetDistributionCommand({ Id: id }))).Distribution
    },
  }),
  'aws:secretsmanager/secret:Secret': (aws, id, region) => ({
    command: `secretsmanager describe-secret --secret-id ${id}`,
    async ask() {
      const { DescribeSecretCommand } = await import('@aws-sdk/client-secrets-manager')
      const { $metadata: _, ...secret } = await (await aws.secretsManager(region)).send(
        new DescribeSecretCommand({ SecretId: id }),
      )
      return secret
    },
  }),
}

/** Names are absolute, with or without the trailing dot. */
const withoutDot = (name = ''): string => name.replace(/\.$/, '')

/** The cluster in `arn:aws:ecs:…:service/<cluster>/<service>`. */
const clusterIn = (arn: string): string => arn.split('/')[1] ?? ''
