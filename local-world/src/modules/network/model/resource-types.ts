/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  vpc: 'aws:ec2/vpc:Vpc',
  subnet: 'aws:ec2/subnet:Subnet',
  internetGateway: 'aws:ec2/internetGateway:InternetGateway',
  internetGatewayAttachment: 'aws:ec2/internetGatewayAttachment:InternetGatewayAttachment',
  eip: 'aws:ec2/eip:Eip',
  natGateway: 'aws:ec2/natGateway:NatGateway',
  routeTable: 'aws:ec2/routeTable:RouteTable',
  route: 'aws:ec2/route:Route',
  routeTableAssociation: 'aws:ec2/routeTableAssociation:RouteTableAssociation',
  peering: 'aws:ec2/vpcPeeringConnection:VpcPeeringConnection',
  peeringAccepter: 'aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter',
  securityGroup: 'aws:ec2/securityGroup:SecurityGroup',
  defaultSecurityGroup: 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  ingressRule: 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  egressRule: 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
} as const
