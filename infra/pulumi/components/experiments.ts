import type { RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { experimentPolicy } from '../rules/operations-policies.ts'
import { assumedByService } from '../rules/policy-document.ts'

export interface ExperimentsArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  clusterName: pulumi.Input<string>
  /** Service whose tasks are stopped. */
  serviceName: pulumi.Input<string>
  databaseArn: pulumi.Input<string>
  /** Without a second instance there is nobody to fail over to. */
  instancesPerCluster: number
  subnetIds: readonly pulumi.Input<string>[]
  /** The composite alarm that ends an experiment as soon as visitors are hurt. */
  stopArn: pulumi.Input<string>
}

type Template = Pick<aws.fis.ExperimentTemplateArgs, 'description' | 'actions' | 'targets'>

/** The drills of one region as AWS FIS runs them. A failover between regions is not among its actions: that is `npm run failover`. */
export class Experiments extends Component {
  constructor(name: string, args: ExperimentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:Experiments', name, opts)
    const parent = this
    const clusterArn = pulumi.interpolate`arn:aws:ecs:${args.region}:${args.accountId}:cluster/${args.clusterName}`

    const roleArn = createRole()
    createTemplate('tasks-stop', stoppedTasks())
    createTemplate('network-lost', lostNetwork())
    if (args.instancesPerCluster > 1) createTemplate('writer-lost', lostWriter())
    this.registerOutputs({})

    function createRole(): pulumi.Output<string> {
      const role = new aws.iam.Role(
        name,
        {
          assumeRolePolicy: pulumi.jsonStringify(
            pulumi.output(args.accountId).apply((accountId) =>
              assumedByService('fis.amazonaws.com', {
                StringEquals: { 'aws:SourceAccount': accountId },
                ArnLike: { 'aws:SourceArn': `arn:aws:fis:${args.region}:${accountId}:experiment/*` },
              }),
            ),
          ),
        },
        { parent },
      )
      const policy = pulumi
        .all([args.accountId, clusterArn, args.databaseArn])
        .apply(([accountId, cluster, database]) =>
          experimentPolicy({
            accountId,
            region: args.region,
            clusterArns: [cluster],
            databaseArns: [database],
          }),
        )
      const attached = new aws.iam.RolePolicy(
        name,
        { role: role.name, policy: pulumi.jsonStringify(policy) },
        { parent },
      )
      return pulumi.all([role.arn, attached.id]).apply(([arn]) => arn)
    }

    function createTemplate(drill: string, template: Template) {
      new aws.fis.ExperimentTemplate(
        `${name}-${drill}`,
        {
          ...template,
          roleArn,
          stopConditions: [{ source: 'aws:cloudwatch:alarm', value: args.stopArn }],
          experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
        },
        { parent },
      )
    }

    /** Half of a service's tasks at once: ECS replaces them, the load balancer uses the others. */
    function stoppedTasks(): Template {
      return {
        description: 'Half of the tasks of marketing-api stop; nobody should notice',
        actions: [{ name: 'stop', actionId: 'aws:ecs:stop-task', target: { key: 'Tasks', value: 'half' } }],
        targets: [
          {
            name: 'half',
            resourceType: 'aws:ecs:task',
            selectionMode: 'PERCENT(50)',
            parameters: { cluster: args.clusterName, service: args.serviceName } as Record<string, string>,
          },
        ],
      }
    }

    /** The region as its own tasks see it when it is cut off: no other region, no NAT, no database of another zone. */
    function lostNetwork(): Template {
      return {
        description:
          'The private subnets lose their network for five minutes; health checks move the visitors',
        actions: [
          {
            name: 'cut',
            actionId: 'aws:network:disrupt-connectivity',
            parameters: [
              { key: 'duration', value: 'PT5M' },
              { key: 'scope', value: 'all' },
            ],
            target: { key: 'Subnets', value: 'private' },
          },
        ],
        targets: [
          {
            name: 'private',
            resourceType: 'aws:ec2:subnet',
            resourceArns: args.subnetIds.map(
              (id) => pulumi.interpolate`arn:aws:ec2:${args.region}:${args.accountId}:subnet/${id}`,
            ),
            selectionMode: 'ALL',
          },
        ],
      }
    }

    /** In the region that writes: a reader of the same region takes over. Elsewhere Aurora refuses, and the drill says so. */
    function lostWriter(): Template {
      return {
        description: 'The writer fails over inside its region; writes wait for some seconds',
        actions: [
          {
            name: 'fail-over',
            actionId: 'aws:rds:failover-db-cluster',
            target: { key: 'Clusters', value: 'database' },
          },
        ],
        targets: [
          {
            name: 'database',
            resourceType: 'aws:rds:cluster',
            resourceArns: [args.databaseArn],
            selectionMode: 'ALL',
          },
        ],
      }
    }
  }
}
