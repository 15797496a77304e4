import { isRegionId } from '@meridian/topology'
import type { DashboardView, WidgetView } from '../../shared/dashboards.ts'
import { readMetrics } from '../sources/metrics.ts'
import type { OpenTarget } from '../watch/source.ts'
import { type Widget, widgetsIn } from './widgets.ts'

/** CloudWatch's dashboards belong to the account; any region lists all of them. */
const ASKED = 'us-east-1'

/** A dashboard with its metrics of the last quarter of an hour; the first one by default. */
export async function readDashboard(target: OpenTarget, wanted: string | undefined): Promise<DashboardView> {
  const { GetDashboardCommand, ListDashboardsCommand } = await import('@aws-sdk/client-cloudwatch')
  const client = await target.aws.cloudwatch(ASKED)
  const { DashboardEntries = [] } = await client.send(new ListDashboardsCommand({}))
  const names = DashboardEntries.flatMap(({ DashboardName }) => DashboardName ?? [])
  const name = wanted ?? names[0]
  if (name === undefined) return { name: '', names, widgets: [] }
  const { DashboardBody = '{}' } = await client.send(new GetDashboardCommand({ DashboardName: name }))
  return { name, names, widgets: await fill(target, widgetsIn(DashboardBody)) }
}

/** One call to each region for all of its metrics; widgets of a region that does not answer stay empty. */
async function fill(target: OpenTarget, widgets: readonly Widget[]): Promise<readonly WidgetView[]> {
  const asked = widgets.flatMap(({ metrics }, widget) =>
    metrics.map((metric, line) => ({ ...metric, id: `w${widget}l${line}` })),
  )
  const byRegion = await Promise.all(
    [...Map.groupBy(asked, ({ region }) => region)].map(async ([region, queries]) => {
      if (!isRegionId(region)) return [region, new Error(`There is no region "${region}".`)] as const
      return [region, await readMetrics(target, region, queries).catch((error: Error) => error)] as const
    }),
  )
  const answers = new Map(byRegion)
  return widgets.map(({ metrics, y: _, ...widget }, index) => {
    const silent = metrics.map(({ region }) => answers.get(region)).find((answer) => answer instanceof Error)
    return {
      ...widget,
      lines: metrics.map(({ label, region }, line) => {
        const answer = answers.get(region)
        const series = answer instanceof Map ? answer.get(`w${index}l${line}`) : undefined
        return { label, series: series ?? { times: [], values: [] } }
      }),
      problem: silent?.message,
    }
  })
}
