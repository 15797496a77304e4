import type { ServiceDefinition } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { ContainerTask, type ContainerTaskArgs } from './container-task.ts'

export interface FargateServiceArgs {
  service: ServiceDefinition
  clusterArn: pulumi.Input<string>
  /** What each task runs; the service adds its own name and port. */
  task: Omit<ContainerTaskArgs, 'container'>
  desiredCount: number
  /** Private subnets, one per zone; tasks have no public address. */
  subnetIds: pulumi.Input<string>[]
  securityGroupId: pulumi.Input<string>
  targetGroupArn: pulumi.Input<string>
  /** Percent of the tasks above the first two on Spot; only for what may lose tasks at two minutes' notice. */
  spotShare: number
  /** Alarms that roll a deployment back when it hurts visitors; known when they exist. */
  deploymentAlarmNames: pulumi.Input<string[]>
  /** Whether scaling decides how many tasks there are, once the first ones are. */
  isScaled: boolean
}

/** Always on demand: two tasks, in two zones, that Spot cannot take away. */
const ON_DEMAND_BASE = 2
const PERCENT = 100

/** Longer than a slow start: with none, the load balancer would have starting tasks replaced forever. */
const GRACE_PERIOD_SECONDS = 60

/** A service's tasks in one region, kept at their number and rolled out without losing a request. */
export class FargateService extends Component {
  readonly serviceName: pulumi.Output<string>
  /** How its tasks run; the pipeline registers revisions of it with the images of a release. */
  readonly taskDefinitionArn: pulumi.Output<string>
  readonly logGroupName: pulumi.Output<string>

  constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:compute:FargateService', name, opts)
    const parent = this

    const task = createTask()
    const service = createService()

    this.serviceName = service.name
    this.taskDefinitionArn = task.definitionArn
    this.logGroupName = task.logGroupName
    this.registerOutputs({ serviceName: this.serviceName })

    function createTask() {
      const { name: containerName, port } = args.service
      return new ContainerTask(name, { ...args.task, container: { name: containerName, port } }, { parent })
    }

    function createService() {
      return new aws.ecs.Service(
        name,
        {
          name: args.service.name,
          cluster: args.clusterArn,
          taskDefinition: task.definitionArn,
          desiredCount: args.desiredCount,
          ...capacity(args.spotShare),
          networkConfiguration: {
            assignPublicIp: false,
            subnets: args.subnetIds,
            securityGroups: [args.securityGroupId],
          },
          loadBalancers: [
            {
              targetGroupArn: args.targetGroupArn,
              containerName: args.service.name,
              containerPort: args.service.port,
            },
          ],
          healthCheckGracePeriodSeconds: GRACE_PERIOD_SECONDS,
          // Every old task stays until its replacement is healthy.
          deploymentMinimumHealthyPercent: 100,
          deploymentMaximumPercent: 200,
          deploymentCircuitBreaker: { enable: true, rollback: true },
          alarms: { enable: true, rollback: true, alarmNames: args.deploymentAlarmNames },
          propagateTags: 'SERVICE',
        },
        // The pipeline decides which revision runs: an `up` would otherwise revert the release (decision 0010).
        // … and `up` must not undo what scaling has done since either.
        { parent, ignoreChanges: ['taskDefinition', ...(args.isScaled ? ['desiredCount'] : [])] },
      )
    }
  }
}

/** Spot has no way back to on-demand capacity: without any, its share of the tasks is missing. */
function capacity(spotShare: number): Pick<aws.ecs.ServiceArgs, 'launchType' | 'capacityProviderStrategies'> {
  if (spotShare === 0) return { launchType: 'FARGATE' }
  return {
    capacityProviderStrategies: [
      { capacityProvider: 'FARGATE', base: ON_DEMAND_BASE, weight: PERCENT - spotShare },
      { capacityProvider: 'FARGATE_SPOT', weight: spotShare },
    ],
  }
}
