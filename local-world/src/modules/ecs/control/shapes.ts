import type { Cluster, Deployment, Service, Task, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Rollout } from '../engine/deployment.ts'
import type { RunningTask } from '../engine/running-task.ts'
import type { ServiceRunner } from '../engine/service-runner.ts'
import type { ClusterPlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import type { TaskDefinitionRegister } from '../model/task-definition-register.ts'

export function clusterShape(cluster: ClusterPlan, runners: readonly ServiceRunner[]): Cluster {
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
  }
}

export function serviceShape(runner: ServiceRunner): Service {
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
    ...(plan.capacity.length > 0
      ? { capacityProviderStrategy: [...plan.capacity] }
      : { launchType: 'FARGATE' as const }),
    schedulingStrategy: 'REPLICA',
    taskDefinition: deployment.definition.arn,
    healthCheckGracePeriodSeconds: plan.gracePeriodMs / 1_000,
    deploymentConfiguration: {
      minimumHealthyPercent: plan.minimumHealthyPercent,
      maximumPercent: plan.maximumPercent,
      deploymentCircuitBreaker: {
        enable: plan.circuitBreaker.isEnabled,
        rollback: plan.circuitBreaker.rollsBack,
      },
      ...(plan.deploymentAlarms.length > 0 && {
        alarms: { alarmNames: [...plan.deploymentAlarms], enable: true, rollback: true },
      }),
    },
    deployments: runner.rollouts().map(deploymentShape),
    loadBalancers: plan.loadBalancers.map((user) => ({ ...user })),
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...plan.network.subnetIds],
        securityGroups: [...plan.network.securityGroupIds],
        assignPublicIp: plan.network.hasPublicAddress ? 'ENABLED' : 'DISABLED',
      },
    },
    events: runner.events.map(({ id, createdAtMs, message }) => ({
      id,
      message,
      createdAt: new Date(createdAtMs),
    })),
  }
}

function deploymentShape({ deployment, isPrimary, ...counts }: Rollout): Deployment {
  return {
    id: deployment.id,
    status: isPrimary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: deployment.definition.arn,
    ...counts,
    failedTasks: deployment.failedTasks,
    createdAt: new Date(deployment.createdAtMs),
    updatedAt: new Date(deployment.updatedAtMs),
    rolloutState: deployment.rolloutState,
    rolloutStateReason: deployment.rolloutStateReason,
  }
}

export function taskDefinitionShape(
  definition: TaskDefinitionPlan,
  register: TaskDefinitionRegister,
): TaskDefinition {
  return {
    ...definition.document,
    taskDefinitionArn: definition.arn,
    family: definition.family,
    revision: definition.revision,
    status: register.isActive(definition) ? 'ACTIVE' : 'INACTIVE',
    compatibilities: ['EC2', 'FARGATE'],
  }
}

export function taskShape(task: RunningTask, runners: readonly ServiceRunner[]): Task {
  const view = task.view()
  const service = runners.find(({ plan }) => plan.arn === view.serviceArn)
  return {
    taskArn: view.arn,
    clusterArn: view.clusterArn,
    taskDefinitionArn: view.taskDefinitionArn,
    lastStatus: view.lastStatus,
    desiredStatus: view.desiredStatus,
    launchType: 'FARGATE',
    availabilityZone: view.zone,
    cpu: task.request.definition.cpu,
    memory: task.request.definition.memory,
    createdAt: new Date(view.createdAtMs),
    ...(service ? { group: `service:${service.plan.name}`, startedBy: service.deployment.id } : {}),
    ...(view.startedAtMs === undefined ? {} : { startedAt: new Date(view.startedAtMs) }),
    ...(view.stoppedAtMs === undefined ? {} : { stoppedAt: new Date(view.stoppedAtMs) }),
    ...(view.stopCode === undefined ? {} : { stopCode: view.stopCode }),
    ...(view.stoppedReason === undefined ? {} : { stoppedReason: view.stoppedReason }),
    containers: view.containers.map(({ name, image, exitCode }) => ({
      name,
      image,
      taskArn: view.arn,
      lastStatus: exitCode === undefined ? 'RUNNING' : 'STOPPED',
      ...(exitCode === undefined ? {} : { exitCode }),
      networkInterfaces: view.address === undefined ? [] : [{ privateIpv4Address: view.address }],
    })),
  }
}
