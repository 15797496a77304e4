import {
  DATABASE_PORT,
  otherRegions,
  REGIONS,
  type RegionId,
  SERVICE_NAMES,
  SERVICES,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Regional } from '../regional.ts'
import type { RegionNetwork } from './region-network.ts'

export interface RegionSecurityArgs {
  /** The region whose security groups these are. */
  region: RegionId
  /** All regions' networks: groups cannot be named across regions, so those rules are by address. */
  networks: Regional<RegionNetwork>
}

/** Any address: only for what faces the internet, or calls AWS's own services through NAT. */
const ANYWHERE = '0.0.0.0/0'
const HTTP = 80
const HTTPS = 443

/**
 * Who may talk to whom in one region, and from it to the databases of the others.
 *
 * Every region's marketing-api may reach every region's database, because any region can become the writer. Aurora's own
 * replication between regions does not pass through security groups and needs no rule.
 */
export class RegionSecurity extends Component {
  readonly loadBalancerGroupId: pulumi.Output<string>
  readonly serviceGroupIds: Readonly<Record<(typeof SERVICE_NAMES)[number], pulumi.Output<string>>>
  readonly databaseGroupId: pulumi.Output<string>

  constructor(name: string, args: RegionSecurityArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:network:RegionSecurity', name, opts)
    const parent = this

    const loadBalancer = createGroup('load-balancer', 'Internet-facing load balancer')
    const api = createGroup('marketing-api', 'Tasks of marketing-api')
    const frontend = createGroup('frontend', 'Tasks of frontend')
    const database = createGroup('database', 'Aurora instances')
    const services = { 'marketing-api': api, frontend }

    allowVisitors()
    for (const service of SERVICE_NAMES) {
      allowRequests(service)
      allowAwsServices(service)
    }
    allowFrontendToLoadBalancer()
    allowLocalDatabase()
    for (const other of otherRegions(args.region)) allowDatabaseAcross(other)

    this.loadBalancerGroupId = loadBalancer.id
    this.serviceGroupIds = { 'marketing-api': api.id, frontend: frontend.id }
    this.databaseGroupId = database.id
    this.registerOutputs({})

    function createGroup(purpose: string, description: string) {
      const { vpcId } = args.networks[args.region]
      return new aws.ec2.SecurityGroup(`${name}-${purpose}`, { vpcId, description }, { parent })
    }

    function allowVisitors() {
      ingress('load-balancer-from-internet', loadBalancer, HTTP, { cidrIpv4: ANYWHERE })
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

    /** Image pulls, logs, secrets and traces. */
    function allowAwsServices(service: (typeof SERVICE_NAMES)[number]) {
      egress(`${service}-to-aws`, services[service], HTTPS, { cidrIpv4: ANYWHERE })
    }

    /** The frontend asks the API by its load balancer's public name, hence by public addresses. */
    function allowFrontendToLoadBalancer() {
      egress('frontend-to-load-balancer', frontend, HTTP, { cidrIpv4: ANYWHERE })
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

type Peer = { cidrIpv4: string } | { referencedSecurityGroupId: pulumi.Input<string> }

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
