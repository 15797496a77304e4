import {
  AREAS,
  type Area,
  dnsNames,
  otherRegions,
  REGION_HEALTH_PATH,
  REGIONS,
  type RegionId,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once, perRegion, type Regional } from '../regional.ts'
import { geolocationPolicy } from '../rules/geolocation.ts'
import type { RegionalLoadBalancer } from './regional-load-balancer.ts'
import type { RoutingControls } from './routing-controls.ts'

export interface GeoRoutingArgs {
  domain: string
  zoneId: pulumi.Output<string>
  loadBalancers: Regional<RegionalLoadBalancer>
  /** Switches that people turn; a region is then in the answers while it is healthy and its switch is on. */
  routingControls?: RoutingControls
}

const HTTPS = 443
/** 10 s times 3: a dead region leaves the answers about 30 s later. Route 53 cannot change the interval afterwards. */
const CHECK_INTERVAL_SECONDS = 10
const CHECK_FAILURES = 3

/**
 * The names whose answers choose a region.
 *
 * `nearest` asks an area table, whose entries are trees: the area's home region while it is healthy, otherwise the nearest of
 * the others. `next` skips the home region. Everything that takes a dead region out of the answers is in place beforehand,
 * because Route 53's control plane lives in one of the regions that can die.
 */
export class GeoRouting extends Component {
  /** Of the checks that probe the regions themselves: Route 53 gives no status for a calculated check. */
  readonly healthCheckIds: Regional<pulumi.Output<string>>
  /** Known when every area has its record. */
  readonly nearestName: pulumi.Output<string>
  readonly nextName: pulumi.Output<string>
  /** One region's load balancer, whatever its health, by a name that its certificate covers. */
  readonly regionNames: Regional<pulumi.Output<string>>

  constructor(name: string, args: GeoRoutingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:GeoRouting', name, opts)
    const parent = this
    const names = dnsNames(args.domain)

    const regionNames = perRegion(createRegionRecord)
    const endpointChecks = perRegion(createHealthCheck)
    const healthChecks = perRegion(obeyedCheck)
    const restNames = perRegion(createRest)
    const treeNames = perRegion(createTree)
    const nearest = AREAS.map((area) => createArea('nearest', names.nearest, area, treeNames[area.home]))
    const next = AREAS.map((area) => createArea('next', names.next, area, restNames[area.home]))

    this.regionNames = regionNames
    this.healthCheckIds = perRegion((region) => endpointChecks[region].id)
    this.nearestName = recordName(nearest)
    this.nextName = recordName(next)
    this.registerOutputs({ nearestName: this.nearestName })

    /** Over HTTPS, the only protocol offered; Route 53 does not verify the certificate. */
    function createHealthCheck(region: RegionId) {
      return new aws.route53.HealthCheck(
        `${name}-${REGIONS[region].code}`,
        {
          type: 'HTTPS',
          fqdn: regionNames[region],
          port: HTTPS,
          enableSni: true,
          resourcePath: REGION_HEALTH_PATH,
          requestInterval: CHECK_INTERVAL_SECONDS,
          failureThreshold: CHECK_FAILURES,
        },
        { parent },
      )
    }

    function obeyedCheck(region: RegionId): aws.route53.HealthCheck {
      return args.routingControls?.combined(region, endpointChecks[region]) ?? endpointChecks[region]
    }

    /** A region whatever its health: for people and probes, never for visitors. */
    function createRegionRecord(region: RegionId) {
      const record = createRecord(`${name}-region-${REGIONS[region].code}`, {
        name: names.region(region),
        aliases: [{ ...balancerAlias(region), evaluateTargetHealth: false }],
      })
      return recordName([record])
    }

    /** The regions other than one, nearest first among the healthy. */
    function createRest(home: RegionId) {
      const records = otherRegions(home).map((region) =>
        createRecord(`${name}-not-${REGIONS[home].code}-${REGIONS[region].code}`, {
          name: names.rest(home),
          setIdentifier: region,
          latencyRoutingPolicies: [{ region }],
          healthCheckId: healthChecks[region].id,
          aliases: [balancerAlias(region)],
        }),
      )
      return recordName(records)
    }

    /** One region while it is healthy, then the rest. */
    function createTree(home: RegionId) {
      const treeName = `${name}-from-${REGIONS[home].code}`
      const primary = createRecord(`${treeName}-primary`, {
        name: names.tree(home),
        setIdentifier: 'primary',
        failoverRoutingPolicies: [{ type: 'PRIMARY' }],
        healthCheckId: healthChecks[home].id,
        aliases: [balancerAlias(home)],
      })
      const secondary = createRecord(`${treeName}-secondary`, {
        name: names.tree(home),
        setIdentifier: 'secondary',
        failoverRoutingPolicies: [{ type: 'SECONDARY' }],
        aliases: [zoneAlias(restNames[home])],
      })
      return recordName([primary, secondary])
    }

    function createArea(tableName: string, dnsName: string, area: Area, target: pulumi.Output<string>) {
      return createRecord(`${name}-${tableName}-${area.id}`, {
        name: dnsName,
        setIdentifier: area.id,
        geolocationRoutingPolicies: [geolocationPolicy(area.match)],
        aliases: [zoneAlias(target)],
      })
    }

    function createRecord(recordName: string, record: Omit<aws.route53.RecordArgs, 'type' | 'zoneId'>) {
      return new aws.route53.Record(recordName, { ...record, type: 'A', zoneId: args.zoneId }, { parent })
    }

    function balancerAlias(region: RegionId) {
      const { dnsName, zoneId } = args.loadBalancers[region]
      return { name: dnsName, zoneId, evaluateTargetHealth: true }
    }

    function zoneAlias(target: pulumi.Output<string>) {
      return { name: target, zoneId: args.zoneId, evaluateTargetHealth: true }
    }
  }
}

/** The name that several records share, known when all of them exist: Route 53 refuses an alias to a name without records. */
function recordName(records: readonly aws.route53.Record[]): pulumi.Output<string> {
  const [first] = records as readonly [aws.route53.Record]
  return once(first.fqdn, ...records)
}
