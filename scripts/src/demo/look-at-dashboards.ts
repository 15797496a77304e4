import { type AwsClients, createAwsClients } from '@meridian/operator-tools'
import { REGION_IDS } from '@meridian/topology'
import type { Finding } from './finding.ts'
import type { DemoStep } from './step.ts'

interface Widget {
  readonly properties?: { readonly title?: string; readonly region?: string }
}

export const dashboards: DemoStep = {
  id: 'dashboard',
  title: 'One dashboard for three regions',
  shows: 'The CloudWatch dashboard as the program defines it; the console’s page Dashboards draws it.',
  why: 'The person who is paged at night looks at one page first.',
  minutes: 1,
  async act({ target, say }) {
    using aws = createAwsClients(target)
    const names = await dashboardNames(aws, target.region)
    const findings = await Promise.all(names.map((name) => lookAt(aws, target.region, name)))
    say('The console draws it on its page Dashboards: its address is in the list that npm start prints.')
    const all = findings.flatMap(({ regions }) => regions)
    const missing = REGION_IDS.filter((region) => !all.includes(region))
    return [
      ...findings.map(({ finding }) => finding),
      {
        isOk: missing.length === 0,
        headline: missing.length === 0 ? 'All three regions are on it' : `Not on it: ${missing.join(', ')}`,
      },
    ]
  },
}

async function dashboardNames(aws: AwsClients, region: (typeof REGION_IDS)[number]): Promise<string[]> {
  const { ListDashboardsCommand } = await import('@aws-sdk/client-cloudwatch')
  const client = await aws.cloudwatch(region)
  const { DashboardEntries = [] } = await client.send(new ListDashboardsCommand({}))
  return DashboardEntries.flatMap(({ DashboardName }) => DashboardName ?? [])
}

async function lookAt(
  aws: AwsClients,
  region: (typeof REGION_IDS)[number],
  name: string,
): Promise<{ readonly finding: Finding; readonly regions: readonly string[] }> {
  const { GetDashboardCommand } = await import('@aws-sdk/client-cloudwatch')
  const client = await aws.cloudwatch(region)
  const { DashboardBody = '{}' } = await client.send(new GetDashboardCommand({ DashboardName: name }))
  const { widgets = [] } = JSON.parse(DashboardBody) as { readonly widgets?: readonly Widget[] }
  return {
    finding: { isOk: widgets.length > 0, headline: `Dashboard ${name}: ${widgets.length} widgets` },
    regions: widgets.flatMap(({ properties }) => properties?.region ?? []),
  }
}
