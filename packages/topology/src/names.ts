import { REGIONS, type RegionId } from './regions.ts'

/** First part of every resource's name. */
export const PROJECT = 'meridian'

export const DATABASE_NAME = 'marketing'
/** For people who read through IAM authentication; the user has no password. */
export const DATABASE_READER = 'meridian_reader'
export const DATABASE_PORT = 5432
/** Aurora identifiers are lower case and unique over all regions of a global database. */
export const GLOBAL_CLUSTER_ID = `${PROJECT}-global`
export const clusterId = (region: RegionId): string => `${PROJECT}-${REGIONS[region].code}`
export const instanceId = (region: RegionId, index: number): string => `${clusterId(region)}-${index}`

export interface ServiceDefinition {
  readonly name: ServiceName
  /** The container's port; ALB target groups and security groups use the same. */
  readonly port: number
  /** ALB path patterns that belong to the service; an empty list makes it the default action. */
  readonly paths: readonly string[]
  /** Liveness only: a check that looked at the database would make a switchover replace every task. */
  readonly healthPath: string
}

export const SERVICE_NAMES = ['marketing-api', 'frontend'] as const
export type ServiceName = (typeof SERVICE_NAMES)[number]

export const SERVICES: Readonly<Record<ServiceName, ServiceDefinition>> = {
  'marketing-api': { name: 'marketing-api', port: 3001, paths: ['/api/*'], healthPath: '/health/live' },
  frontend: { name: 'frontend', port: 3000, paths: [], healthPath: '/health/live' },
}

/** ECR repository of a service; the image tag is a stack setting. */
export const imageRepository = (service: ServiceName): string => `${PROJECT}/${service}`

/** ECR repository of AWS's X-Ray daemon. Tasks pull it like their own image, so that none needs a public registry to start. */
export const XRAY_REPOSITORY = `${PROJECT}/xray-daemon`

/** What Route 53 requests from each region's load balancer: can this region serve reads? */
export const REGION_HEALTH_PATH = '/api/health/ready'

/** DNS names under the stack's domain. */
export const dnsNames = (domain: string) => ({
  /** The host name visitors type. */
  www: `www.${domain}`,
  /** The first region for a source; CloudFront's primary origin. */
  nearest: `nearest.${domain}`,
  /** The region for a source when its first one does not serve; CloudFront's second origin. */
  next: `next.${domain}`,
  /** One region's load balancer, whatever its health. */
  region: (region: RegionId) => `${REGIONS[region].code}.${domain}`,
  /** Failover tree of an area whose home is this region. */
  tree: (home: RegionId) => `from-${REGIONS[home].code}.${domain}`,
  /** The regions other than this one, nearest first by latency. */
  rest: (home: RegionId) => `not-${REGIONS[home].code}.${domain}`,
})

/** The header with which CloudFront, and clients allowed to bypass it, authenticate to a region's load balancer. */
export const ORIGIN_KEY_HEADER = 'x-meridian-origin-key'
