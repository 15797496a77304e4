import type { RegionId } from '@meridian/topology'

export const PROFILE_NAMES = ['idle', 'typical', 'peak'] as const
export type ProfileName = (typeof PROFILE_NAMES)[number]

/** The platform's load over a month. Every number is an assumption; none was measured. */
export interface LoadProfile {
  readonly name: ProfileName
  readonly meaning: string
  /** Hours of a day with the traffic below; the rest have none. */
  readonly activeHoursPerDay: number
  /** At the edge, by the region nearest to the visitors. */
  readonly requestsPerSecond: Readonly<Record<RegionId, number>>
  /** Share that the edge answers from its cache. */
  readonly cachedShare: number
  /** What the database needs in active hours; limited by the stack's minimum and maximum. */
  readonly writerAcu: number
  readonly readerAcu: number
  readonly databaseGb: number
  readonly databaseChangeGbPerDay: number
  /** In each bucket that holds content; buckets of logs hold what is written to them. */
  readonly bucketGb: number
  readonly deploymentsPerMonth: number
  /** Calls to AWS's control plane in each region, such as by deployments and people. */
  readonly managementEventsPerMonth: number
}

export const PROFILES: Readonly<Record<ProfileName, LoadProfile>> = {
  idle: {
    name: 'idle',
    meaning: 'everything runs, without visitors or deployments',
    activeHoursPerDay: 0,
    requestsPerSecond: { 'us-east-1': 0, 'us-west-2': 0, 'ap-northeast-2': 0 },
    cachedShare: 0,
    writerAcu: 0,
    readerAcu: 0,
    databaseGb: 1,
    databaseChangeGbPerDay: 0,
    bucketGb: 1,
    deploymentsPerMonth: 0,
    managementEventsPerMonth: 100_000,
  },
  typical: {
    name: 'typical',
    meaning: 'an ordinary month: twelve hours a day with 60 requests a second over the three regions',
    activeHoursPerDay: 12,
    requestsPerSecond: { 'us-east-1': 20, 'us-west-2': 10, 'ap-northeast-2': 30 },
    cachedShare: 0.6,
    writerAcu: 4,
    readerAcu: 2,
    databaseGb: 20,
    databaseChangeGbPerDay: 0.2,
    bucketGb: 10,
    deploymentsPerMonth: 20,
    managementEventsPerMonth: 500_000,
  },
  peak: {
    name: 'peak',
    meaning:
      'the day a campaign starts, as if every day of the month were one: 1,000 requests a second around the clock',
    activeHoursPerDay: 24,
    requestsPerSecond: { 'us-east-1': 350, 'us-west-2': 150, 'ap-northeast-2': 500 },
    cachedShare: 0.7,
    writerAcu: 24,
    readerAcu: 12,
    databaseGb: 60,
    databaseChangeGbPerDay: 4,
    bucketGb: 50,
    deploymentsPerMonth: 20,
    managementEventsPerMonth: 1_000_000,
  },
}

/** What one request, task or deployment causes, the same in every profile. All are assumptions. */
export const ASSUMPTIONS = {
  responseKb: 30,
  requestKb: 1,
  /** Of the requests that reach a region; the rest are pages. */
  apiShare: 0.5,
  /** Of the API's requests. */
  writeShare: 0.05,
  /** A page is made from this many calls of the API, through the load balancer. */
  apiCallsPerPage: 1,
  /** Requests a second that one vCPU serves, where no scaling policy sets a target per task. */
  requestsPerVcpu: 100,
  logBytesPerRequest: 700,
  /** CloudWatch stores lines compressed. */
  storedLogShare: 0.15,
  queryLogBytes: 150,
  webAclLogBytes: 1_500,
  /** Of the requests, where a filter keeps only what a rule acted on. */
  filteredWebAclLogShare: 0.02,
  otherLogGbPerMonth: 0.01,
  balancerLogKb: 0.5,
  edgeLogKb: 0.8,
  /** An idle task still logs its health checks. */
  logMbPerTaskPerDay: 2,
  readIosPerApiCall: 0.5,
  writeIosPerWrite: 4,
  /** Of write-ahead log, sent to each other region. */
  replicatedKbPerWrite: 8,
  databaseAnswerKb: 6,
  /** Half of the connections to the database go to the other zone. */
  otherZoneShare: 0.5,
  imageGb: 0.15,
  imagesKept: 10,
  /** New connections from edges to a load balancer per request: they are kept open. */
  connectionsPerRequest: 0.1,
  /** Edges that query each origin name once per TTL of 60 seconds. */
  askingEdges: { idle: 1, active: 50 },
  metricsPerCluster: 10,
  metricsPerService: 10,
  metricsPerTaskFamily: 10,
  /** Of requests that reach a task, where no sampling rule sets another share. */
  tracedShare: 0.05,
  /** Flow records for each gigabyte that moves, and at least this for each VPC and month. */
  flowLogGbPerGb: 0.02,
  flowLogLeastGb: 0.2,
  auditKbPerEvent: 1.5,
  configItemsPerResource: 2,
  /** A started or stopped task changes its network interface, which Config records. */
  configItemsPerTask: 4,
  evaluationsPerItemAndRule: 0.1,
  /** Of a security standard, each month. */
  checksPerResource: 30,
  databaseLogKbPerIo: 0.05,
  canaryGbSeconds: 15,
  canaryRunKb: 300,
  alarmNoticesPerMonth: 100,
  /** Reads of a secret by a starting task, and of keys by everything encrypted. */
  secretReadsPerTask: 2,
  keyRequestsPerMonth: 20_000,
  rotationRunSeconds: 30,
  drillMinutesPerMonth: 10,
} as const
