import { REGION_IDS, type RegionId } from '@meridian/topology'
import { ASSUMPTIONS, type LoadProfile } from './profiles.ts'
import { gbOfKb, monthlyCount } from './units.ts'

/** What a profile means for one region, over a month unless it says otherwise. */
export interface RegionTraffic {
  readonly edgeRequests: number
  /** What visitors ask for and the edge has not; each begins a trace. In active hours. */
  readonly visitsPerSecond: number
  /** Requests that reach the load balancer: what the edge has not, and the calls of the API that pages are made from. */
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
  /** Calls of the API that pages are made from, and their answers. */
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

/** Writes of all regions; each of them goes to the one region that holds the writer. */
export function writesOf(profile: LoadProfile): number {
  return REGION_IDS.reduce((sum, region) => sum + trafficOf(profile, region).writes, 0)
}
