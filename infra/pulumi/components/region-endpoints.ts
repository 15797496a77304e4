import type { RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { interfaceEndpointPolicy, s3EndpointPolicy } from '../rules/network-policies.ts'
import type { EndpointService } from '../settings/account.ts'
import type { RegionNetwork } from './region-network.ts'

export interface RegionEndpointsArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  network: RegionNetwork
  /** Services with an interface endpoint; the gateway endpoint for S3 is free and always there. */
  interfaces: readonly EndpointService[]
}

const HTTPS = 443

/** VPC endpoints: routes to AWS services that do not cross the internet. */
export class RegionEndpoints extends Component {
  constructor(name: string, args: RegionEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:network:RegionEndpoints', name, opts)
    const parent = this
    const accountId = pulumi.output(args.accountId)

    createGateway()
    if (args.interfaces.length > 0) createInterfaces(createSecurityGroup())
    this.registerOutputs({})

    /** Image layers come from S3: without this they pass the NAT gateway, which charges per gigabyte. */
    function createGateway() {
      new aws.ec2.VpcEndpoint(
        `${name}-s3`,
        {
          vpcId: args.network.vpcId,
          serviceName: `com.amazonaws.${args.region}.s3`,
          vpcEndpointType: 'Gateway',
          routeTableIds: args.network.privateRouteTableIds,
          policy: accountId.apply((id) => JSON.stringify(s3EndpointPolicy(id, args.region))),
        },
        { parent },
      )
    }

    function createSecurityGroup() {
      const group = new aws.ec2.SecurityGroup(
        `${name}-interfaces`,
        { vpcId: args.network.vpcId, description: 'Endpoints of AWS services' },
        { parent },
      )
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-from-tasks`,
        {
          securityGroupId: group.id,
          description: 'tasks and functions',
          ipProtocol: 'tcp',
          fromPort: HTTPS,
          toPort: HTTPS,
          cidrIpv4: args.network.tierCidr('private'),
        },
        { parent },
      )
      return group
    }

    function createInterfaces(group: aws.ec2.SecurityGroup) {
      for (const service of args.interfaces)
        new aws.ec2.VpcEndpoint(
          `${name}-${service.replace('.', '-')}`,
          {
            vpcId: args.network.vpcId,
            serviceName: `com.amazonaws.${args.region}.${service}`,
            vpcEndpointType: 'Interface',
            privateDnsEnabled: true,
            subnetIds: args.network.privateSubnetIds,
            securityGroupIds: [group.id],
            policy: accountId.apply((id) => JSON.stringify(interfaceEndpointPolicy(id))),
          },
          { parent },
        )
    }
  }
}
