import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by its name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:ec2/vpc:Vpc': {
    cidrBlock: true,
    enableDnsHostnames: 'no effect',
    enableDnsSupport: 'no effect',
    instanceTenancy: 'no effect',
  },
  'aws:ec2/subnet:Subnet': {
    vpcId: true,
    cidrBlock: true,
    availabilityZone: true,
    mapPublicIpOnLaunch: true,
  },
  'aws:ec2/internetGateway:InternetGateway': {
    vpcId: true,
  },
  'aws:ec2/internetGatewayAttachment:InternetGatewayAttachment': {
    internetGatewayId: true,
    vpcId: true,
  },
  'aws:ec2/eip:Eip': {
    domain: true,
  },
  'aws:ec2/natGateway:NatGateway': {
    allocationId: true,
    subnetId: true,
    connectivityType: true,
  },
  'aws:ec2/routeTable:RouteTable': {
    vpcId: true,
    routes: true,
  },
  'aws:ec2/route:Route': {
    routeTableId: true,
    destinationCidrBlock: true,
    gatewayId: true,
    natGatewayId: true,
    vpcPeeringConnectionId: true,
  },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    routeTableId: true,
    subnetId: true,
  },
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': {
    vpcId: true,
    peerVpcId: true,
    peerRegion: true,
    peerOwnerId: true,
    autoAccept: true,
  },
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter': {
    vpcPeeringConnectionId: true,
    autoAccept: true,
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    name: true,
    namePrefix: true,
    description: true,
    vpcId: true,
    ingress: true,
    egress: true,
    revokeRulesOnDelete: 'no effect',
  },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': {
    vpcId: true,
    ingress: true,
    egress: true,
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': {
    securityGroupId: true,
    description: true,
    ipProtocol: true,
    fromPort: true,
    toPort: true,
    cidrIpv4: true,
    referencedSecurityGroupId: true,
    prefixListId: true,
  },
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': {
    securityGroupId: true,
    description: true,
    ipProtocol: true,
    fromPort: true,
    toPort: true,
    cidrIpv4: true,
    referencedSecurityGroupId: true,
    prefixListId: true,
  },
}
