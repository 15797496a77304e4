import type {
  Cluster,
  ClusterSettingName,
  Deployment,
  DescribeClustersRequest,
  NetworkConfiguration,
  Service,
} from '@aws-sdk/client-ecs'
import type { Rollout } from '../engine/deployment.ts'
import type { ServiceRunner } from '../engine/service-runner.ts'
import type { ClusterPlan, ServicePlan } from '../model/ecs-plan.ts'
import { asks } from './lookups.ts'
import { shownTags } from './task-definition-shape.ts'
import { PLATFORM_VERSION } from './task-shape.ts'

export function clusterShape(
  cluster: ClusterPlan,
  runners: readonly ServiceRunner[],
  input: DescribeClustersRequest,
): Cluster {
  const views = runners.filter(({ plan }) => plan.cluster.arn === cluster.arn).map((runner) => runner.view())
  const sum = (key: 'runningCount' | 'pendingCount') => views.reduce((total, view) => total + view[key], 0)
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: 'ACTIVE',
    runningTasksCount: sum('runningCount'),
    pendingTasksCount: sum('pendingCount'),
    activeServicesCount: views.length,
    registeredContainerInstancesCount: 0,
    ...(asks(input, 'TAGS') && { tags: shownTags(cluster.tags) }),
    ...(asks(input, 'SETTINGS') && {
      settings: Object.entries(cluster.settings).map(([name, value]) => ({
        name: name as ClusterSettingName,
        value,
      })),
    }),
    ...(asks(input, 'STATISTICS') && {
      statistics: [
        { name: 'runningFargateTasksCount', value: String(sum('runningCount')) },
        { name: 'pendingFargateTasksCount', value: String(sum('pendingCount')) },
        { name: 'activeFargateServiceCount', value: String(views.length) },
      ],
    }),
  }
}

export function serviceShape(runner: ServiceRunner, withTags = false): Service {
  const { plan, deployment } = runner
  const { desiredCount, runningCount, pendingCount } = runner.view()
  return {
    serviceArn: plan.arn,
    serviceName: plan.name,
    clusterArn: plan.cluster.arn,
    status: 'ACTIVE',
    desiredCount,
    runningCount,
    pendingCount,
    ...capacityShape(plan),
    platformFamily: 'Linux',
    roleArn: `arn:aws:iam::${accountOf(plan.arn)}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
    createdAt: new Date(runner.createdAtMs),
    deploymentController: { type: 'ECS' },
    enableECSManagedTags: false,
    enableExecuteCommand: false,
    availabilityZoneRebalancing: 'DISABLED',
    propagateTags: plan.propagateTags,
    ...(withTags && { tags: shownTags(plan.tags) }),
    schedulingStrategy: 'REPLICA',
    taskDefinition: deployment.definition.arn,
    healthCheckGracePeriodSeconds: plan.gracePeriodMs / 1_000,
    deploymentConfiguration: {
      minimumHealthyPercent: plan.minimumHealthyPercent,
      maximumPercent: plan.maximumPercent,
      strategy: 'ROLLING',
      bakeTimeInMinutes: 0,
      deploymentCircuitBreaker: {
        enable: plan.circuitBreaker.isEnabled,
        rollback: plan.circuitBreaker.rollsBack,
      },
      ...(plan.deploymentAlarms.length > 0 && {
        alarms: { alarmNames: [...plan.deploymentAlarms], enable: true, rollback: true },
      }),
    },
    deployments: runner.rollouts().map((rollout) => deploymentShape(rollout, plan)),
    loadBalancers: plan.loadBalancers.map((user) => ({ ...user })),
    networkConfiguration: networkShape(plan),
    events: runner.events.map(({ id, createdAtMs, message }) => ({
      id,
      message,
      createdAt: new Date(createdAtMs),
    })),
  }
}

function capacityShape({ capacity, platformVersion }: ServicePlan) {
  return capacity.length > 0
    ? { capacityProviderStrategy: [...capacity], platformVersion }
    : { launchType: 'FARGATE' as const, platformVersion }
}

const accountOf = (arn: string): string => arn.split(':')[4] ?? ''

function networkShape({ network }: ServicePlan): NetworkConfiguration {
  return {
    awsvpcConfiguration: {
      subnets: [...network.subnetIds],
      securityGroups: [...network.securityGroupIds],
      assignPublicIp: network.hasPublicAddress ? 'ENABLED' : 'DISABLED',
    },
  }
}

function deploymentShape({ deployment, isPrimary, ...counts }: Rollout, plan: ServicePlan): Deployment {
  return {
    id: deployment.id,
    status: isPrimary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: deployment.definition.arn,
    ...capacityShape(plan),
    platformVersion: PLATFORM_VERSION,
    platformFamily: 'Linux',
    networkConfiguration: networkShape(plan),
    ...counts,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAtMs),
    updatedAt: new Date(deployment.updatedAtMs),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}
