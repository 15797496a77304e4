import { REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { perRegion, type Regional } from '../regional.ts'
import { flowLogPolicy } from '../rules/network-policies.ts'
import { assumedByService } from '../rules/policy-document.ts'
import type { FlowLogs } from '../settings/account.ts'
import type { RegionKeys } from './region-keys.ts'
import type { RegionNetwork } from './region-network.ts'

export interface NetworkWatchArgs {
  accountId: pulumi.Input<string>
  providers: Regional<aws.Provider>
  networks: Regional<RegionNetwork>
  keys: Regional<RegionKeys>
  /** Which packets are logged. */
  packets: Exclude<FlowLogs, 'none'>
  logRetentionDays: number
}

const GROUP_PREFIX = '/vpc/flow/'
const TRAFFIC = { rejected: 'REJECT', all: 'ALL' } as const
/** The shortest aggregation interval of flow logs; ten minutes would hide the order of events in an incident. */
const GATHERING_SECONDS = 60

/** Flow logs of each region's network: who connected to whom, or tried to. */
export class NetworkWatch extends Component {
  constructor(name: string, args: NetworkWatchArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:NetworkWatch', name, opts)
    const parent = this

    const roleArn = createRole()
    perRegion(createFlowLog)
    this.registerOutputs({})

    /** One role for all regions: IAM is global. */
    function createRole(): pulumi.Output<string> {
      const accountId = pulumi.output(args.accountId)
      const role = new aws.iam.Role(
        name,
        {
          assumeRolePolicy: accountId.apply((id) =>
            JSON.stringify(
              assumedByService('vpc-flow-logs.amazonaws.com', { StringEquals: { 'aws:SourceAccount': id } }),
            ),
          ),
        },
        { parent },
      )
      const policy = accountId.apply((id) => JSON.stringify(flowLogPolicy(id, GROUP_PREFIX)))
      const attached = new aws.iam.RolePolicy(name, { role: role.name, policy }, { parent })
      return pulumi.all([role.arn, attached.id]).apply(([arn]) => arn)
    }

    function createFlowLog(region: RegionId) {
      const { code } = REGIONS[region]
      const options = { parent, provider: args.providers[region] }
      const group = new aws.cloudwatch.LogGroup(
        `${name}-${code}`,
        {
          name: `${GROUP_PREFIX}meridian-${code}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.keys[region].logsKeyArn,
        },
        options,
      )
      return new aws.ec2.FlowLog(
        `${name}-${code}`,
        {
          vpcId: args.networks[region].vpcId,
          trafficType: TRAFFIC[args.packets],
          logDestinationType: 'cloud-watch-logs',
          logDestination: group.arn,
          iamRoleArn: roleArn,
          maxAggregationInterval: GATHERING_SECONDS,
        },
        options,
      )
    }
  }
}
