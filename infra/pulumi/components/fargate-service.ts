import type { ServiceDefinition } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { ContainerTask, type ContainerTaskArgs } from './container-task.ts'

export interface FargateServiceArgs {
  service: ServiceDefinition
  clusterArn: pulumi.Input<string>
  /** What each task runs; the service adds its own name and port. */
  task: Omit<ContainerTaskArgs, 'container' | 'isTraced'>
  desiredCount: number
  /** Private subnets, one per zone; tasks have no public address. */
  subnetIds: pulumi.Input<string>[]
  securityGroupId: pulumi.Input<string>
  targetGroupArn: pulumi.Input<string>
}

/** Longer than a slow start: with none, the load balancer would have starting tasks replaced for ever. */
const GRACE_PERIOD_SECONDS = 60

/** A service's tasks in one region, kept at their number and rolled out without losing a request. */
export class FargateService extends Component {
  readonly serviceName: pulumi.Output<string>
  /** How its tasks run; the pipeline registers revisions of it with the images of a release. */
  readonly taskDefinitionArn: pulumi.Output<string>

  constructor(name: string, args: FargateServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:compute:FargateService', name, opts)
    const parent = this

    const task = createTask()
    const service = createService()

    this.serviceName = service.name
    this.taskDefinitionArn = task.definitionArn
    this.registerOutputs({ serviceName: this.serviceName })

    function createTask() {
      const { name: containerName, port } = args.service
      return new ContainerTask(
        name,
        { ...args.task, container: { name: containerName, port }, isTraced: true },
        { parent },
      )
    }

    function createService() {
      return new aws.ecs.Service(
        name,
        {
          name: args.service.name,
          cluster: args.clusterArn,
          taskDefinition: task.definitionArn,
          desiredCount: args.desiredCount,
          launchType: 'FARGATE',
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
          propagateTags: 'SERVICE',
        },
        // Which revision runs is the pipeline's: an `up` would otherwise take back the release (decision 0010).
        { parent, ignoreChanges: ['taskDefinition'] },
      )
    }
  }
}
