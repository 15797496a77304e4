import type * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import type { Tier } from './addresses.ts'

/** The actions and targets of an AWS FIS experiment. */
export type Experiment = Pick<aws.fis.ExperimentTemplateArgs, 'description' | 'actions' | 'targets'>

/** The parts of a region that experiments break. */
export interface ExperimentSubject {
  readonly clusterName: pulumi.Input<string>
  /** Service whose tasks are stopped. */
  readonly serviceName: pulumi.Input<string>
  readonly databaseArn: pulumi.Input<string>
  /** Subnets by tier. A target has at most five ARNs, so each tier is a separate target. */
  readonly subnetArns: Readonly<Record<Tier, readonly pulumi.Input<string>[]>>
}

/** Long enough for a health check to change and for an operator to fail over. */
const CUT_FOR = 'PT5M'

/** Half of a service's tasks at once: ECS replaces them, the load balancer uses the others. */
export function stoppedTasks({ clusterName, serviceName }: ExperimentSubject): Experiment {
  return {
    description: 'Half of the tasks of marketing-api stop; visitors should not notice',
    actions: [{ name: 'stop', actionId: 'aws:ecs:stop-task', target: { key: 'Tasks', value: 'half' } }],
    targets: [
      {
        name: 'half',
        resourceType: 'aws:ecs:task',
        selectionMode: 'PERCENT(50)',
        parameters: { cluster: clusterName, service: serviceName } as Record<string, string>,
      },
    ],
  }
}

/** The region as it looks from outside when it is lost: its load balancer, tasks and databases do not answer. */
export function lostNetwork(subject: ExperimentSubject): Experiment {
  return {
    description: 'All subnets lose their network for five minutes; health checks move the visitors',
    ...disruptedSubnets(subject, ['public', 'private', 'isolated'], 'all'),
  }
}

/** The region cut off from the others while its own visitors still reach it: only traffic that leaves the VPC is blocked. */
export function cutOff(subject: ExperimentSubject): Experiment {
  return {
    description: 'Tasks and databases reach no other region for five minutes; visitors nearby still come in',
    ...disruptedSubnets(subject, ['private', 'isolated'], 'vpc'),
  }
}

/** In the writer's region, a reader of the same region takes over. Elsewhere Aurora refuses, and the experiment fails. */
export function lostWriter({ databaseArn }: ExperimentSubject): Experiment {
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
        resourceArns: [databaseArn],
        selectionMode: 'ALL',
      },
    ],
  }
}

/** All tiers at once, with one action each. */
function disruptedSubnets(
  { subnetArns }: ExperimentSubject,
  tiers: readonly Tier[],
  scope: 'all' | 'vpc',
): Pick<Experiment, 'actions' | 'targets'> {
  return {
    actions: tiers.map((tier) => ({
      name: `cut-${tier}`,
      actionId: 'aws:network:disrupt-connectivity',
      parameters: [
        { key: 'duration', value: CUT_FOR },
        { key: 'scope', value: scope },
      ],
      target: { key: 'Subnets', value: tier },
    })),
    targets: tiers.map((tier) => ({
      name: tier,
      resourceType: 'aws:ec2:subnet',
      resourceArns: [...subnetArns[tier]],
      selectionMode: 'ALL',
    })),
  }
}
