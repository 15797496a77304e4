import { FIRST_PRIMARY, isRegionId, type RegionId } from '@meridian/topology'
import type { WireService } from '../kernel/wire-service.ts'

/** What happens to requests to a service in a region: served, answered with 503, or disconnected without a response. */
type Availability = 'serving' | 'failing' | 'gone'

/** Control planes that are out of order; data planes do not use this. */
export interface ControlOutages {
  /** Every service of the endpoint, by its name in the signature's scope. */
  readonly services: readonly string[]
  /** Requests to a service fail with 503, in one region or all, until the returned function is called. */
  breakService(service: string, region?: RegionId): () => void
  /** Makes a region's endpoints unreachable, including those of global services whose control plane is there. */
  loseRegion(region: RegionId): () => void
  availability(service: WireService, region: RegionId): Availability
}

/** The region of Route 53's and CloudFront's control planes. */
const GLOBAL_HOME: RegionId = 'us-east-1'

interface Outage {
  readonly service: string | undefined
  readonly region: RegionId | undefined
  readonly availability: Exclude<Availability, 'serving'>
}

export function createControlOutages(services: readonly WireService[]): ControlOutages {
  const outages = new Set<Outage>()
  const begin = (outage: Outage) => {
    outages.add(outage)
    return () => void outages.delete(outage)
  }
  return {
    services: services.map(({ scope }) => scope),
    breakService: (service, region) => begin({ service, region, availability: 'failing' }),
    loseRegion: (region) => begin({ service: undefined, region, availability: 'gone' }),
    availability({ scope, isGlobal }, region) {
      const home = isGlobal ? GLOBAL_HOME : region
      const hitting = [...outages].filter(
        (outage) =>
          (outage.service === undefined || outage.service === scope) &&
          (outage.region === undefined || outage.region === home),
      )
      if (hitting.some(({ availability }) => availability === 'gone')) return 'gone'
      return hitting.length > 0 ? 'failing' : 'serving'
    },
  }
}

/** The region that a request is for; undefined if the world has no such region and the service is not global. */
export function regionOfScope(scopeRegion: string, service: WireService): RegionId | undefined {
  if (isRegionId(scopeRegion)) return scopeRegion
  return service.isGlobal ? FIRST_PRIMARY : undefined
}
