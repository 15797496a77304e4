import { dnsNames, FIRST_PRIMARY, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import type * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { AccessLogs } from './components/access-logs.ts'
import { Certificates } from './components/certificates.ts'
import { ContentDelivery } from './components/content-delivery.ts'
import { ErrorPages } from './components/error-pages.ts'
import { Firewall } from './components/firewall.ts'
import { GeoRouting } from './components/geo-routing.ts'
import { HostedZone } from './components/hosted-zone.ts'
import { OriginKey } from './components/origin-key.ts'
import type { RegionKeys } from './components/region-keys.ts'
import type { RegionNetwork } from './components/region-network.ts'
import type { RegionSecurity } from './components/region-security.ts'
import { RegionalLoadBalancer } from './components/regional-load-balancer.ts'
import type { RoutingControls } from './components/routing-controls.ts'
import { SiteNames } from './components/site-names.ts'
import type { Settings } from './config.ts'
import { perRegion, type Regional } from './regional.ts'

/** The region of CloudFront's certificate, firewall and logs, and of Route 53's signing key and logs, wherever the writer is. */
const WORLDWIDE: RegionId = 'us-east-1'

/**
 * The last region: the page is needed when at least two regions are lost, most likely including the first.
 */
const ERROR_PAGES_HOME: RegionId = REGION_IDS.at(-1) ?? FIRST_PRIMARY

export interface DeliveryParts {
  readonly settings: Settings
  readonly accountId: pulumi.Input<string>
  readonly providers: Regional<aws.Provider>
  readonly keys: Regional<RegionKeys>
  readonly networks: Regional<RegionNetwork>
  readonly security: Regional<RegionSecurity>
  /** Let operators take a region out of the DNS answers. */
  readonly routingControls?: RoutingControls
}

/** Everything between visitors and a region's services. */
export interface Delivery {
  readonly dns: HostedZone
  readonly originKey: OriginKey
  readonly balancers: Regional<RegionalLoadBalancer>
  readonly routing: GeoRouting
  readonly edge: ContentDelivery
}

/** The path to the services: the zone, certificates, each region's load balancer, the names that choose one, and the edge. */
export function deliver(parts: DeliveryParts): Delivery {
  const { settings, accountId, providers, keys, networks, security } = parts
  const worldwide = { provider: providers[WORLDWIDE] }
  const home = { provider: providers[FIRST_PRIMARY] }
  const inRegion = (region: RegionId) => ({ provider: providers[region] })
  const names = dnsNames(settings.domain)

  const dns = new HostedZone(
    'dns',
    {
      domain: settings.domain,
      accountId,
      logsKeyArn: keys[WORLDWIDE].logsKeyArn,
      dnssec: settings.dnssec,
      queryLogs: settings.dnsQueryLogs,
      logRetentionDays: settings.logRetentionDays,
      isProtected: settings.deletionProtection,
    },
    worldwide,
  )
  const certificates = new Certificates(
    'certificates',
    { domain: settings.domain, zoneId: dns.zoneId, providers },
    worldwide,
  )
  const originKey = new OriginKey(
    'origin-key',
    {
      home: FIRST_PRIMARY,
      keys,
      generation: settings.originKeyGeneration,
      recoveryDays: settings.secretRecoveryDays,
    },
    home,
  )
  const accessLogs = perRegion(createAccessLogs)
  const balancers = perRegion(createBalancer)
  for (const region of REGION_IDS) guard(region)
  const routing = new GeoRouting(
    'routing',
    {
      domain: settings.domain,
      zoneId: dns.zoneId,
      loadBalancers: balancers,
      ...(parts.routingControls && { routingControls: parts.routingControls }),
    },
    home,
  )
  const edge = createEdge()
  new SiteNames(
    'site',
    {
      domain: settings.domain,
      zoneId: dns.zoneId,
      distribution: { domainName: edge.domainName, zoneId: edge.zoneId },
    },
    worldwide,
  )
  return { dns, originKey, balancers, routing, edge }

  function createAccessLogs(region: RegionId) {
    return new AccessLogs(
      `${REGIONS[region].code}-access-logs`,
      {
        region,
        accountId,
        days: settings.accessLogDays,
        takesEdge: region === WORLDWIDE,
        isDestroyable: !settings.deletionProtection,
      },
      inRegion(region),
    )
  }

  function createBalancer(region: RegionId) {
    return new RegionalLoadBalancer(
      `${REGIONS[region].code}-alb`,
      {
        vpcId: networks[region].vpcId,
        subnetIds: networks[region].publicSubnetIds,
        securityGroupIds: security[region].loadBalancerGroupIds,
        certificateArn: certificates.regionArns[region],
        originKeys: originKey.accepted,
        accessLogs: accessLogs[region].forLoadBalancers,
        deletionProtection: settings.deletionProtection,
      },
      inRegion(region),
    )
  }

  function guard(region: RegionId) {
    new Firewall(
      `${REGIONS[region].code}-firewall`,
      { scope: 'REGIONAL', ...firewallIn(region), resourceArn: balancers[region].arn },
      inRegion(region),
    )
  }

  function firewallIn(region: RegionId) {
    return {
      mode: settings.firewallMode,
      rateLimit: settings.firewallRateLimit,
      logRetentionDays: settings.logRetentionDays,
      logsKeyArn: keys[region].logsKeyArn,
    }
  }

  function createEdge() {
    const firewall = new Firewall(
      'edge-firewall',
      { scope: 'CLOUDFRONT', ...firewallIn(WORLDWIDE) },
      worldwide,
    )
    const errorPages = new ErrorPages(
      'error-pages',
      { accountId, isDestroyable: !settings.deletionProtection },
      inRegion(ERROR_PAGES_HOME),
    )
    return new ContentDelivery(
      'edge',
      {
        nearestName: routing.nearestName,
        nextName: routing.nextName,
        aliases: [names.www, settings.domain],
        certificateArn: certificates.siteArn,
        // The same key, sent once all regions accept it.
        originKey: pulumi
          .all(REGION_IDS.map((region) => balancers[region].originKey))
          .apply(([key]) => key ?? ''),
        webAclArn: firewall.arn,
        errorPages,
        hstsDays: settings.hstsDays,
        logDestinationArn: accessLogs[WORLDWIDE].forEdge,
      },
      worldwide,
    )
  }
}
