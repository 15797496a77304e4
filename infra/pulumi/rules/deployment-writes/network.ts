import type { Writes } from './writes.ts'

const TAGS = ['ec2:CreateTags', 'ec2:DeleteTags']
const GROUP_RULES = [
  'ec2:AuthorizeSecurityGroupEgress',
  'ec2:AuthorizeSecurityGroupIngress',
  'ec2:RevokeSecurityGroupEgress',
  'ec2:RevokeSecurityGroupIngress',
]

/** Networks, and what controls the traffic in and out of them. */
export const NETWORK_WRITES: Writes = {
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': GROUP_RULES,
  'aws:ec2/eip:Eip': [
    'ec2:AllocateAddress',
    'ec2:AssociateAddress',
    'ec2:DisassociateAddress',
    'ec2:ReleaseAddress',
  ],
  'aws:ec2/flowLog:FlowLog': ['ec2:CreateFlowLogs', 'ec2:DeleteFlowLogs'],
  'aws:ec2/internetGateway:InternetGateway': [
    'ec2:AttachInternetGateway',
    'ec2:CreateInternetGateway',
    'ec2:DeleteInternetGateway',
    'ec2:DetachInternetGateway',
  ],
  'aws:ec2/natGateway:NatGateway': ['ec2:CreateNatGateway', 'ec2:DeleteNatGateway'],
  'aws:ec2/networkAcl:NetworkAcl': [
    'ec2:CreateNetworkAcl',
    'ec2:CreateNetworkAclEntry',
    'ec2:DeleteNetworkAcl',
    'ec2:DeleteNetworkAclEntry',
    'ec2:ReplaceNetworkAclAssociation',
    'ec2:ReplaceNetworkAclEntry',
  ],
  'aws:ec2/route:Route': ['ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'],
  'aws:ec2/routeTable:RouteTable': ['ec2:CreateRouteTable', 'ec2:DeleteRouteTable'],
  'aws:ec2/routeTableAssociation:RouteTableAssociation': [
    'ec2:AssociateRouteTable',
    'ec2:DisassociateRouteTable',
    'ec2:ReplaceRouteTableAssociation',
  ],
  'aws:ec2/securityGroup:SecurityGroup': [
    ...GROUP_RULES,
    'ec2:CreateSecurityGroup',
    'ec2:DeleteSecurityGroup',
  ],
  'aws:ec2/subnet:Subnet': ['ec2:CreateSubnet', 'ec2:DeleteSubnet', 'ec2:ModifySubnetAttribute'],
  'aws:ec2/vpc:Vpc': [...TAGS, 'ec2:CreateVpc', 'ec2:DeleteVpc', 'ec2:ModifyVpcAttribute'],
  'aws:ec2/vpcEndpoint:VpcEndpoint': [
    'ec2:CreateVpcEndpoint',
    'ec2:DeleteVpcEndpoints',
    'ec2:ModifyVpcEndpoint',
  ],
  'aws:ec2/vpcPeeringConnection:VpcPeeringConnection': [
    'ec2:CreateVpcPeeringConnection',
    'ec2:DeleteVpcPeeringConnection',
    'ec2:ModifyVpcPeeringConnectionOptions',
  ],
  'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter': ['ec2:AcceptVpcPeeringConnection'],
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': [
    'ec2:AuthorizeSecurityGroupEgress',
    'ec2:ModifySecurityGroupRules',
    'ec2:RevokeSecurityGroupEgress',
  ],
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': [
    'ec2:AuthorizeSecurityGroupIngress',
    'ec2:ModifySecurityGroupRules',
    'ec2:RevokeSecurityGroupIngress',
  ],
}
