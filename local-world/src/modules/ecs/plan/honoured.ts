import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other property is refused by name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:ecs/cluster:Cluster': {
    name: true,
    settings: {
      name: true,
      value: true,
    },
  },
  'aws:ecs/taskDefinition:TaskDefinition': {
    family: true,
    containerDefinitions: true,
    cpu: true,
    memory: true,
    networkMode: true,
    requiresCompatibilities: true,
    taskRoleArn: true,
    executionRoleArn: 'no effect',
    skipDestroy: 'no effect',
    runtimePlatform: 'no effect',
  },
  'aws:ecs/service:Service': {
    name: true,
    cluster: true,
    taskDefinition: true,
    desiredCount: true,
    deploymentMinimumHealthyPercent: true,
    deploymentMaximumPercent: true,
    healthCheckGracePeriodSeconds: true,
    schedulingStrategy: true,
    propagateTags: true,
    launchType: true,
    platformVersion: 'no effect',
    waitForSteadyState: 'no effect',
    forceNewDeployment: 'no effect',
    enableEcsManagedTags: 'no effect',
    availabilityZoneRebalancing: 'no effect',
    networkConfiguration: {
      subnets: true,
      securityGroups: true,
      assignPublicIp: true,
    },
    loadBalancers: {
      targetGroupArn: true,
      containerName: true,
      containerPort: true,
    },
    deploymentCircuitBreaker: {
      enable: true,
      rollback: true,
    },
    deploymentController: {
      type: true,
    },
    deploymentConfiguration: {
      strategy: true,
    },
    capacityProviderStrategies: {
      capacityProvider: true,
      base: true,
      weight: true,
    },
    alarms: 'no effect',
  },
}
