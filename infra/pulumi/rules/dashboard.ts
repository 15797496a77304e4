import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { APPLICATION_NAMESPACE, type ApplicationMetric, applicationDimensions } from './application-alarms.ts'

/** What the dashboard shows for one region. */
interface DashboardRegion {
  readonly loadBalancer: string
  readonly cluster: string
  readonly databaseId: string
  /** ARNs of the composite alarms. */
  readonly verdictArns: readonly string[]
}

export interface DashboardSubject {
  readonly regions: Readonly<Record<RegionId, DashboardRegion>>
  readonly distributionId: string
}

interface Widget {
  readonly type: 'metric' | 'alarm' | 'text'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: Readonly<Record<string, unknown>>
}

/** A dashboard is 24 columns wide: eight for each region. */
const COLUMN = 8
const ROW = 6

/** A row of the dashboard: the same graph for each region, side by side. */
interface GraphRow {
  readonly title: string
  readonly statistic: string
  metrics(shown: DashboardRegion, region: RegionId): readonly (readonly string[])[]
}

const ROWS: readonly GraphRow[] = [
  {
    title: 'requests and errors a minute',
    statistic: 'Sum',
    metrics: ({ loadBalancer }) =>
      ['RequestCount', 'HTTPCode_Target_5XX_Count', 'HTTPCode_ELB_5XX_Count'].map((name) => [
        'AWS/ApplicationELB',
        name,
        'LoadBalancer',
        loadBalancer,
      ]),
  },
  {
    title: 'response time, p99',
    statistic: 'p99',
    metrics: ({ loadBalancer }) => [
      ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', loadBalancer],
    ],
  },
  {
    title: 'tasks running',
    statistic: 'Minimum',
    metrics: ({ cluster }) =>
      ['marketing-api', 'frontend'].map((service) => [
        'ECS/ContainerInsights',
        'RunningTaskCount',
        'ClusterName',
        cluster,
        'ServiceName',
        service,
      ]),
  },
  {
    title: 'replication lag, ms (silent where the writer is)',
    statistic: 'Maximum',
    metrics: ({ databaseId }) =>
      ['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag'].map((name) => [
        'AWS/RDS',
        name,
        'DBClusterIdentifier',
        databaseId,
      ]),
  },
  {
    title: 'database: CPU and share of the ceiling, %',
    statistic: 'Maximum',
    metrics: ({ databaseId }) =>
      ['CPUUtilization', 'ACUUtilization'].map((name) => [
        'AWS/RDS',
        name,
        'DBClusterIdentifier',
        databaseId,
      ]),
  },
  {
    title: 'leads and campaign views a minute',
    statistic: 'Sum',
    metrics: (_shown, region) => applicationMetrics(region, ['Leads', 'CampaignViews']),
  },
  {
    title: 'writes parked, requests shed, reads that waited, a minute',
    statistic: 'Sum',
    metrics: (_shown, region) =>
      applicationMetrics(region, ['ParkedWrites', 'ShedRequests', 'ConsistencyWaits']),
  },
]

function applicationMetrics(
  region: RegionId,
  names: readonly ApplicationMetric[],
): readonly (readonly string[])[] {
  const dimensions = Object.entries(applicationDimensions(region)).flat()
  return names.map((name) => [APPLICATION_NAMESPACE, name, ...dimensions])
}

/** One page for all regions: first what is unhealthy, then the same graphs for each region. */
export function dashboardBody({ regions, distributionId }: DashboardSubject): string {
  const alarms: Widget = {
    type: 'alarm',
    x: 0,
    y: 0,
    width: COLUMN * 2,
    height: ROW,
    properties: {
      title: 'Is a region ill? Are visitors hurt?',
      alarms: REGION_IDS.flatMap((id) => regions[id].verdictArns),
    },
  }
  const edge: Widget = {
    type: 'metric',
    x: COLUMN * 2,
    y: 0,
    width: COLUMN,
    height: ROW,
    properties: {
      title: 'Edge: errors of all visitors, %',
      // CloudFront reports in us-east-1 only.
      region: 'us-east-1',
      stat: 'Average',
      period: 60,
      metrics: [['AWS/CloudFront', '5xxErrorRate', 'DistributionId', distributionId, 'Region', 'Global']],
    },
  }
  return JSON.stringify({ widgets: [alarms, edge, ...ROWS.flatMap(graphs)] })

  function graphs(row: GraphRow, index: number): readonly Widget[] {
    return REGION_IDS.map((id, column) => ({
      type: 'metric',
      x: column * COLUMN,
      y: (index + 1) * ROW,
      width: COLUMN,
      height: ROW,
      properties: {
        title: `${REGIONS[id].code}: ${row.title}`,
        region: id,
        stat: row.statistic,
        period: 60,
        metrics: row.metrics(regions[id], id),
      },
    }))
  }
}
