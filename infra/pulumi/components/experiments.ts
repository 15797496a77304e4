import { PROJECT, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import {
  cutOff,
  type Experiment,
  type ExperimentSubject,
  lostNetwork,
  lostWriter,
  stoppedTasks,
} from '../rules/experiments.ts'
import { experimentPolicy, writtenByExperiments } from '../rules/operations-policies.ts'
import { assumedByService } from '../rules/policy-document.ts'
import type { RegionNetwork } from './region-network.ts'

export interface ExperimentsArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  clusterName: pulumi.Input<string>
  /** Service whose tasks are stopped. */
  serviceName: pulumi.Input<string>
  databaseArn: pulumi.Input<string>
  /** Without a second instance there is nothing to fail over to. */
  instancesPerCluster: number
  /** The network whose subnets are cut off. */
  network: RegionNetwork
  /** The composite alarm that stops an experiment as soon as visitors are affected. */
  stopArn: pulumi.Input<string>
  logsKeyArn: pulumi.Input<string>
  logRetentionDays: number
}

/** Schema version of FIS's experiment logs. */
const LOG_SCHEMA = 2

/**
 * What AWS FIS can break in one region. *Drills on AWS* in docs/architecture.md says which drill each experiment rehearses.
 * FIS has no action for a failover between regions: that is `npm run failover`.
 */
export class Experiments extends Component {
  constructor(name: string, args: ExperimentsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:operations:Experiments', name, opts)
    const parent = this
    const clusterArn = pulumi.interpolate`arn:aws:ecs:${args.region}:${args.accountId}:cluster/${args.clusterName}`
    const subject = describeSubject()

    const logGroupArn = createLogGroup()
    const roleArn = createRole()
    createTemplate('tasks-stop', stoppedTasks(subject))
    createTemplate('network-lost', lostNetwork(subject))
    createTemplate('cut-off', cutOff(subject))
    if (args.instancesPerCluster > 1) createTemplate('writer-lost', lostWriter(subject))
    this.registerOutputs({})

    function describeSubject(): ExperimentSubject {
      const arnsOf = (ids: readonly pulumi.Input<string>[]) =>
        ids.map((id) => pulumi.interpolate`arn:aws:ec2:${args.region}:${args.accountId}:subnet/${id}`)
      return {
        clusterName: args.clusterName,
        serviceName: args.serviceName,
        databaseArn: args.databaseArn,
        subnetArns: {
          public: arnsOf(args.network.publicSubnetIds),
          private: arnsOf(args.network.privateSubnetIds),
          isolated: arnsOf(args.network.isolatedSubnetIds),
        },
      }
    }

    /** The group's own policy lets log delivery write, so the experiments' role does not need the right to change policies. */
    function createLogGroup(): pulumi.Output<string> {
      const group = new aws.cloudwatch.LogGroup(
        name,
        {
          name: `/aws/vendedlogs/fis/${PROJECT}-${name}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.logsKeyArn,
        },
        { parent },
      )
      const policy = pulumi
        .all([args.accountId, group.arn])
        .apply(([accountId, logGroupArn]) =>
          writtenByExperiments({ accountId, region: args.region, logGroupArn }),
        )
      const written = new aws.cloudwatch.LogResourcePolicy(
        name,
        { policyName: `${PROJECT}-${name}`, policyDocument: pulumi.jsonStringify(policy) },
        { parent },
      )
      return once(group.arn, written)
    }

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
      return once(role.arn, attached)
    }

    function createTemplate(purpose: string, experiment: Experiment) {
      new aws.fis.ExperimentTemplate(
        `${name}-${purpose}`,
        {
          ...experiment,
          roleArn,
          stopConditions: [{ source: 'aws:cloudwatch:alarm', value: args.stopArn }],
          experimentOptions: { accountTargeting: 'single-account', emptyTargetResolutionMode: 'fail' },
          logConfiguration: {
            logSchemaVersion: LOG_SCHEMA,
            cloudwatchLogsConfiguration: { logGroupArn: pulumi.interpolate`${logGroupArn}:*` },
          },
        },
        { parent },
      )
    }
  }
}
