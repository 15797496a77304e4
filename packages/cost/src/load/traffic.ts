import { REGION_IDS, type RegionId } from '@meridian/topology'
import { ASSUMPTIONS, type LoadProfile } from './profiles.ts'
import { gbOfKb, monthlyCount } from './units.ts'

/** A profile's traffic in one region, per month unless stated otherwise. */
export interface RegionTraffic {
  readonly edgeRequests: number
  /** Visitors' requests that miss the edge cache; each starts a trace. In active hours. */
  readonly visitsPerSecond: number
  /** Requests that reach the load balancer: cache misses, and the API calls that pages make. */
  readonly balancerRequests: number
  /** In active hours. */
  readonly balancerRequestsPerSecond: number
  readonly pages: number
  readonly pagesPerSecond: number
  readonly apiCalls: number
  readonly apiCallsPerSecond: number
  readonly writes: number
  readonly edgeOutGb: number
  readonly edgeToOriginGb: number
  readonly balancerGb: number
  /** The API calls that pages make, with their responses. */
  readonly pageCallsGb: number
  readonly logGb: number
  /** Between tasks and the database's instances. */
  readonly databaseGb: number
}

export function trafficOf(profile: LoadProfile, region: RegionId): RegionTraffic {
  const { responseKb, requestKb, apiShare, apiCallsPerPage, writeShare, logBytesPerRequest } = ASSUMPTIONS
  const perSecond = profile.requestsPerSecond[region]
  const missed = perSecond * (1 - profile.cachedShare)
  const pagesPerSecond = missed * (1 - apiShare)
  const apiCallsPerSecond = missed * apiShare + pagesPerSecond * apiCallsPerPage
  const monthly = (rate: number) => monthlyCount(rate, profile.activeHoursPerDay)
  const edgeRequests = monthly(perSecond)
  const balancerRequestsPerSecond = pagesPerSecond + apiCallsPerSecond
  const balancerRequests = monthly(balancerRequestsPerSecond)
  const apiCalls = monthly(apiCallsPerSecond)
  return {
    edgeRequests,
    visitsPerSecond: missed,
    balancerRequests,
    balancerRequestsPerSecond,
    pages: monthly(pagesPerSecond),
    pagesPerSecond,
    apiCalls,
    apiCallsPerSecond,
    writes: apiCalls * writeShare,
    edgeOutGb: gbOfKb(edgeRequests * responseKb),
    edgeToOriginGb: gbOfKb(monthly(missed) * requestKb),
    balancerGb: gbOfKb(balancerRequests * (responseKb + requestKb)),
    pageCallsGb: gbOfKb(monthly(pagesPerSecond * apiCallsPerPage) * (responseKb + requestKb)),
    logGb: (balancerRequests * logBytesPerRequest) / 1e9,
    databaseGb: gbOfKb(apiCalls * ASSUMPTIONS.databaseAnswerKb),
  }
}

/** Writes of all regions; each goes to the writer's region. */
export function writesOf(profile: LoadProfile): number {
  return REGION_IDS.reduce((sum, region) => sum + trafficOf(profile, region).writes, 0)
}
