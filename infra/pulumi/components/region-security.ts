import {
  DATABASE_PORT,
  otherRegions,
  REGIONS,
  type RegionId,
  SERVICE_NAMES,
  SERVICES,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Regional } from '../regional.ts'
import type { RegionNetwork } from './region-network.ts'

export interface RegionSecurityArgs {
  /** The region whose security groups these are. */
  region: RegionId
  /** All regions' networks: groups cannot be named across regions, so those rules are by address. */
  networks: Regional<RegionNetwork>
  /** Address ranges that may reach a region past the edge; empty for none. */
  directProbeCidrs: readonly string[]
}

/** Any address: only to call AWS's own services, and the region's own load balancer, through NAT. */
const ANYWHERE = '0.0.0.0/0'
const HTTPS = 443
/** Where CloudFront's edges call from. Counts as 55 of the 60 rules that a group may have. */
const EDGES = 'com.amazonaws.global.cloudfront.origin-facing'
/** Where Route 53's health checkers call from. Counts as 25 rules. */
const healthCheckers = (region: RegionId): string => `com.amazonaws.${region}.route53-healthchecks`

/**
 * Who may talk to whom in one region, and from it to the databases of the others.
 *
 * Every region's marketing-api may reach every region's database, because any region can become the writer. Aurora's own
 * replication between regions does not pass through security groups and needs no rule.
 */
export class RegionSecurity extends Component {
  /** Two, because AWS counts a prefix list as all the rules that it may hold. */
  readonly loadBalancerGroupIds: readonly pulumi.Output<string>[]
  readonly serviceGroupIds: Readonly<Record<(typeof SERVICE_NAMES)[number], pulumi.Output<string>>>
  readonly databaseGroupId: pulumi.Output<string>

  constructor(name: string, args: RegionSecurityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:network:RegionSecurity', name, opts)
    const parent = this

    const loadBalancer = createGroup('load-balancer', 'Load balancer: to its services, from its region')
    const edgeSide = createGroup('load-balancer-edge', 'Load balancer: from CloudFront')
    const api = createGroup('marketing-api', 'Tasks of marketing-api')
    const frontend = createGroup('frontend', 'Tasks of frontend')
    const database = createGroup('database', 'Aurora instances')
    const services = { 'marketing-api': api, frontend }

    allowEdge()
    allowHealthCheckers()
    allowFrontend()
    allowProbes()
    for (const service of SERVICE_NAMES) {
      allowRequests(service)
      allowAwsServices(service)
    }
    allowLocalDatabase()
    for (const other of otherRegions(args.region)) allowDatabaseAcross(other)

    this.loadBalancerGroupIds = [loadBalancer.id, edgeSide.id]
    this.serviceGroupIds = { 'marketing-api': api.id, frontend: frontend.id }
    this.databaseGroupId = database.id
    this.registerOutputs({})

    function createGroup(purpose: string, description: string) {
      const { vpcId } = args.networks[args.region]
      return new aws.ec2.SecurityGroup(`${name}-${purpose}`, { vpcId, description }, { parent })
    }

    function allowEdge() {
      ingress('load-balancer-from-edge', edgeSide, HTTPS, { prefixListId: prefixList(EDGES) })
    }

    function allowHealthCheckers() {
      const prefixListId = prefixList(healthCheckers(args.region))
      ingress('load-balancer-from-health-checkers', loadBalancer, HTTPS, { prefixListId })
    }

    /** The frontend calls the API by its region's public name, so its requests arrive from the NAT gateway's address. */
    function allowFrontend() {
      for (const [index, address] of args.networks[args.region].natAddresses.entries())
        ingress(`load-balancer-from-nat-${index + 1}`, loadBalancer, HTTPS, {
          cidrIpv4: pulumi.interpolate`${address}/32`,
        })
    }

    function allowProbes() {
      for (const [index, cidrIpv4] of args.directProbeCidrs.entries())
        ingress(`load-balancer-from-probe-${index + 1}`, loadBalancer, HTTPS, { cidrIpv4 })
    }

    function prefixList(listName: string): pulumi.Output<string> {
      return aws.ec2.getManagedPrefixListOutput({ name: listName }, { parent }).id
    }

    function allowRequests(service: (typeof SERVICE_NAMES)[number]) {
      const { port } = SERVICES[service]
      egress(`load-balancer-to-${service}`, loadBalancer, port, {
        referencedSecurityGroupId: services[service].id,
      })
      ingress(`${service}-from-load-balancer`, services[service], port, {
        referencedSecurityGroupId: loadBalancer.id,
      })
    }

    /** Image pulls, logs, secrets and traces; for the frontend also its region's load balancer. */
    function allowAwsServices(service: (typeof SERVICE_NAMES)[number]) {
      egress(`${service}-to-aws`, services[service], HTTPS, { cidrIpv4: ANYWHERE })
    }

    function allowLocalDatabase() {
      egress('marketing-api-to-database', api, DATABASE_PORT, { referencedSecurityGroupId: database.id })
      ingress('database-from-marketing-api', database, DATABASE_PORT, { referencedSecurityGroupId: api.id })
    }

    function allowDatabaseAcross(other: RegionId) {
      const { code } = REGIONS[other]
      const network = args.networks[other]
      egress(`marketing-api-to-database-${code}`, api, DATABASE_PORT, {
        cidrIpv4: network.tierCidr('isolated'),
      })
      ingress(`database-from-${code}`, database, DATABASE_PORT, { cidrIpv4: network.tierCidr('private') })
    }

    function ingress(rule: string, group: aws.ec2.SecurityGroup, port: number, peer: Peer) {
      new aws.vpc.SecurityGroupIngressRule(`${name}-${rule}`, tcpRule(rule, group, port, peer), { parent })
    }

    function egress(rule: string, group: aws.ec2.SecurityGroup, port: number, peer: Peer) {
      new aws.vpc.SecurityGroupEgressRule(`${name}-${rule}`, tcpRule(rule, group, port, peer), { parent })
    }
  }
}

type Peer =
  | { cidrIpv4: pulumi.Input<string> }
  | { referencedSecurityGroupId: pulumi.Input<string> }
  | { prefixListId: pulumi.Input<string> }

function tcpRule(rule: string, group: aws.ec2.SecurityGroup, port: number, peer: Peer) {
  return {
    securityGroupId: group.id,
    description: rule.replaceAll('-', ' '),
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    ...peer,
  }
}
