import type {
  DeregisterTaskDefinitionRequest,
  DescribeClustersRequest,
  DescribeServicesRequest,
  DescribeTaskDefinitionRequest,
  DescribeTasksRequest,
  ListClustersRequest,
  ListServicesRequest,
  ListTaskDefinitionsRequest,
  ListTasksRequest,
  RegisterTaskDefinitionRequest,
  RunTaskRequest,
  StopTaskRequest,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'
import { CONTAINER_MEMBERS } from '../model/container-members.ts'

/** Members that each operation honours; any other that is set is refused by its name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  DeregisterTaskDefinition: honours<DeregisterTaskDefinitionRequest>({ taskDefinition: true }),
  DescribeClusters: honours<DescribeClustersRequest>({ clusters: true, include: 'no effect' }),
  DescribeServices: honours<DescribeServicesRequest>({ cluster: true, services: true, include: 'no effect' }),
  DescribeTaskDefinition: honours<DescribeTaskDefinitionRequest>({
    taskDefinition: true,
    include: 'no effect',
  }),
  DescribeTasks: honours<DescribeTasksRequest>({ cluster: true, tasks: true, include: 'no effect' }),
  ListClusters: honours<ListClustersRequest>({}),
  ListServices: honours<ListServicesRequest>({ cluster: true }),
  ListTaskDefinitions: honours<ListTaskDefinitionsRequest>({ familyPrefix: true, status: true, sort: true }),
  ListTasks: honours<ListTasksRequest>({
    cluster: true,
    family: true,
    serviceName: true,
    desiredStatus: true,
  }),
  RegisterTaskDefinition: honours<RegisterTaskDefinitionRequest>({
    family: true,
    networkMode: true,
    cpu: true,
    memory: true,
    requiresCompatibilities: true,
    containerDefinitions: CONTAINER_MEMBERS,
    executionRoleArn: 'no effect',
    taskRoleArn: 'no effect',
    runtimePlatform: 'no effect',
    tags: 'no effect',
  }),
  RunTask: honours<RunTaskRequest>({
    cluster: true,
    taskDefinition: true,
    count: true,
    startedBy: true,
    clientToken: true,
    overrides: { containerOverrides: { name: true, command: true, environment: true } },
    networkConfiguration: {
      awsvpcConfiguration: { subnets: true, securityGroups: true, assignPublicIp: 'no effect' },
    },
    launchType: 'no effect',
    platformVersion: 'no effect',
    tags: 'no effect',
    propagateTags: 'no effect',
    enableECSManagedTags: 'no effect',
  }),
  StopTask: honours<StopTaskRequest>({ cluster: true, task: true, reason: true }),
  UpdateService: honours<UpdateServiceRequest>({
    cluster: true,
    service: true,
    desiredCount: true,
    taskDefinition: true,
    forceNewDeployment: true,
  }),
}
