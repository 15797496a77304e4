import { REGIONS, type RegionId } from '@meridian/topology'
import type {
  Created,
  CreateRequest,
  InvokeProvider,
  ResourceProvider,
} from '../../kernel/resource-provider.ts'
import { elasticAddress } from './model/public-addresses.ts'

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

/** `vpc-` and seventeen hexadecimal digits, AWS's id format since 2018. */
const idOf = (request: CreateRequest, prefix: string): string => `${prefix}-${request.suffix(17, 'hex')}`

/** AWS gives a VPC's default resources unrelated ids; here they share the VPC's digits. */
const sibling = (id: string, prefix: string): string => `${prefix}-${id.slice(id.indexOf('-') + 1)}`

const arnOf = (request: CreateRequest, kind: string, id: string): string =>
  `arn:aws:ec2:${request.region}:${request.accountId}:${kind}/${id}`

function created(request: CreateRequest, id: string, computed: Readonly<Record<string, unknown>>): Created {
  return {
    id,
    outputs: { region: request.region, ...request.inputs, tagsAll: request.inputs.tags ?? {}, ...computed },
  }
}

/** Resources whose only outputs are id, ARN and owner. */
function plain(prefix: string, kind: string): ResourceProvider {
  return (request) => {
    const id = idOf(request, prefix)
    return created(request, id, { arn: arnOf(request, kind, id), ownerId: request.accountId })
  }
}

const vpc: ResourceProvider = (request) => {
  const id = idOf(request, 'vpc')
  return created(request, id, {
    arn: arnOf(request, 'vpc', id),
    ownerId: request.accountId,
    defaultSecurityGroupId: sibling(id, 'sg'),
    defaultRouteTableId: sibling(id, 'rtb'),
    mainRouteTableId: sibling(id, 'rtb'),
    defaultNetworkAclId: sibling(id, 'acl'),
    dhcpOptionsId: sibling(id, 'dopt'),
    enableDnsSupport: request.inputs.enableDnsSupport ?? true,
    enableDnsHostnames: request.inputs.enableDnsHostnames ?? false,
    instanceTenancy: request.inputs.instanceTenancy ?? 'default',
  })
}

const subnet: ResourceProvider = (request) => {
  const id = idOf(request, 'subnet')
  const zone = String(request.inputs.availabilityZone ?? `${request.region}a`)
  return created(request, id, {
    arn: arnOf(request, 'subnet', id),
    ownerId: request.accountId,
    availabilityZone: zone,
    availabilityZoneId: zoneId(request.region, zone),
    mapPublicIpOnLaunch: request.inputs.mapPublicIpOnLaunch ?? false,
  })
}

const eip: ResourceProvider = (request) => {
  const id = idOf(request, 'eipalloc')
  const address = elasticAddress(request.region, request.suffix(8, 'hex'))
  return created(request, id, {
    arn: arnOf(request, 'elastic-ip', id),
    allocationId: id,
    domain: 'vpc',
    publicIp: address,
    publicDns: `ec2-${address.replaceAll('.', '-')}.${request.region}.compute.amazonaws.com`,
    networkBorderGroup: request.region,
  })
}

const natGateway: ResourceProvider = (request) => {
  const id = idOf(request, 'nat')
  return created(request, id, {
    connectivityType: request.inputs.connectivityType ?? 'public',
    networkInterfaceId: sibling(id, 'eni'),
  })
}

const route: ResourceProvider = (request) => {
  const destination = String(
    request.inputs.destinationCidrBlock ?? request.inputs.destinationIpv6CidrBlock ?? '',
  )
  const id = `r-${String(request.inputs.routeTableId)}${destination.replaceAll(/\W/g, '')}`
  return created(request, id, { origin: 'CreateRoute', state: 'active' })
}

const peering: ResourceProvider = (request) => {
  const isAccepted = request.inputs.autoAccept === true
  return created(request, idOf(request, 'pcx'), {
    acceptStatus: isAccepted ? 'active' : 'pending-acceptance',
    peerOwnerId: request.inputs.peerOwnerId ?? request.accountId,
    peerRegion: request.inputs.peerRegion ?? request.region,
  })
}

/** The accepter has the connection's own id: both are ends of one connection. */
const peeringAccepter: ResourceProvider = (request) =>
  created(request, String(request.inputs.vpcPeeringConnectionId), {
    acceptStatus: request.inputs.autoAccept === true ? 'active' : 'pending-acceptance',
    peerOwnerId: request.accountId,
  })

const securityGroup: ResourceProvider = (request) => {
  const id = idOf(request, 'sg')
  return created(request, id, {
    arn: arnOf(request, 'security-group', id),
    ownerId: request.accountId,
    name: request.inputs.name ?? `${request.name}-${request.suffix(7, 'hex')}`,
    description: request.inputs.description ?? 'Managed by Pulumi',
    ingress: request.inputs.ingress ?? [],
    egress: request.inputs.egress ?? [],
  })
}

/** Adopts the group that the VPC already has. */
const defaultSecurityGroup: ResourceProvider = (request) => {
  const id = sibling(String(request.inputs.vpcId), 'sg')
  return created(request, id, {
    arn: arnOf(request, 'security-group', id),
    ownerId: request.accountId,
    name: 'default',
    description: 'default VPC security group',
    ingress: request.inputs.ingress ?? [],
    egress: request.inputs.egress ?? [],
  })
}

const securityGroupRule: ResourceProvider = (request) => {
  const id = idOf(request, 'sgr')
  return created(request, id, { arn: arnOf(request, 'security-group-rule', id), securityGroupRuleId: id })
}

/** Resource providers of EC2 networking. */
export const networkResources: Readonly<Record<string, ResourceProvider>> = {
  [TYPES.vpc]: vpc,
  [TYPES.subnet]: subnet,
  [TYPES.internetGateway]: plain('igw', 'internet-gateway'),
  [TYPES.internetGatewayAttachment]: (request) =>
    created(request, `${String(request.inputs.internetGatewayId)}:${String(request.inputs.vpcId)}`, {}),
  [TYPES.eip]: eip,
  [TYPES.natGateway]: natGateway,
  [TYPES.routeTable]: plain('rtb', 'route-table'),
  [TYPES.route]: route,
  [TYPES.routeTableAssociation]: (request) => created(request, idOf(request, 'rtbassoc'), {}),
  [TYPES.peering]: peering,
  [TYPES.peeringAccepter]: peeringAccepter,
  [TYPES.securityGroup]: securityGroup,
  [TYPES.defaultSecurityGroup]: defaultSecurityGroup,
  [TYPES.ingressRule]: securityGroupRule,
  [TYPES.egressRule]: securityGroupRule,
}

/** Zones that every account sees; us-east-1 has more on AWS, but no program here uses them. */
const ZONE_LETTERS = ['a', 'b', 'c'] as const

/** `use1-az1`: the zone id, which is the same in every account. */
const zoneId = (region: RegionId, zone: string): string =>
  `${REGIONS[region].code}-az${ZONE_LETTERS.findIndex((letter) => zone.endsWith(letter)) + 1}`

const getAvailabilityZones: InvokeProvider = (request) => {
  const names = ZONE_LETTERS.map((letter) => `${request.region}${letter}`)
  return {
    id: request.region,
    region: request.region,
    names,
    zoneIds: names.map((name) => zoneId(request.region, name)),
    groupNames: [request.region],
    ...request.args,
  }
}

const getRegion: InvokeProvider = (request) => {
  const region = String(request.args.region ?? request.args.name ?? request.region)
  return {
    id: region,
    region,
    name: region,
    description: REGIONS[region as RegionId]?.label ?? region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }
}

/** AWS-managed prefix lists; the id contains the name, so that rules stay readable. */
const getManagedPrefixList: InvokeProvider = (request) => {
  const name = String(request.args.name ?? '')
  const id = prefixListId(name)
  return {
    ...request.args,
    id,
    name,
    arn: `arn:aws:ec2:${request.region}:aws:prefix-list/${id}`,
    addressFamily: 'IPv4',
    ownerId: 'AWS',
    version: 1,
    maxEntries: 0,
    entries: [],
    tags: {},
  }
}

/** `pl-` and the last two parts of the list's name. */
const prefixListId = (name: string): string => `pl-${name.split('.').slice(-2).join('-')}`

/** EC2's provider functions that a program may call. */
export const networkInvokes: Readonly<Record<string, InvokeProvider>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': getAvailabilityZones,
  'aws:index/getRegion:getRegion': getRegion,
  'aws:ec2/getManagedPrefixList:getManagedPrefixList': getManagedPrefixList,
}
