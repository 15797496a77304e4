import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
} from '@aws-sdk/client-cloudwatch'
import { expect, it } from 'vitest'
import { planCloudWatch } from '../../src/modules/cloudwatch/plan/plan.ts'
import { cloudwatchResources, DASHBOARD_TYPE } from '../../src/modules/cloudwatch/resources.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { TestProgram } from '../support/program.ts'
import { START_MS, startMonitoring } from './monitoring-fixture.ts'

const BODY = JSON.stringify({
  widgets: [{ type: 'metric', x: 0, y: 0, width: 8, height: 6, properties: { region: 'us-east-1' } }],
})

function planOf(dashboardBody = BODY) {
  const program = new TestProgram(cloudwatchResources)
  program.add(DASHBOARD_TYPE, 'overview', { dashboardName: 'meridian-overview', dashboardBody })
  return planCloudWatch(program.graph())
}

// INV-CLOUDWATCH-5
it('(W5) the program’s dashboard is returned verbatim, from every region', async () => {
  const { client } = await startMonitoring({ plan: planOf() })
  const dashboard = await client.send(new GetDashboardCommand({ DashboardName: 'meridian-overview' }))
  expect(dashboard).toMatchObject({
    DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/meridian-overview',
    DashboardBody: BODY,
  })
  const { DashboardEntries } = await client.send(
    new ListDashboardsCommand({ DashboardNamePrefix: 'meridian' }),
  )
  expect(DashboardEntries).toMatchObject([
    { DashboardName: 'meridian-overview', LastModified: new Date(START_MS) },
  ])
})

it('a dashboard is put, replaced and deleted', async () => {
  const { client } = await startMonitoring()
  const DashboardName = 'mine'
  await client.send(new PutDashboardCommand({ DashboardName, DashboardBody: '{"widgets":[]}' }))
  await client.send(new PutDashboardCommand({ DashboardName, DashboardBody: BODY }))
  expect(await client.send(new GetDashboardCommand({ DashboardName }))).toMatchObject({ DashboardBody: BODY })
  await client.send(new DeleteDashboardsCommand({ DashboardNames: [DashboardName] }))
  await expect(client.send(new GetDashboardCommand({ DashboardName }))).rejects.toThrow(
    'Dashboard mine does not exist',
  )
})

it.each([
  ['no JSON', 'not valid JSON'],
  ['{}', "Should have property 'widgets'"],
  ['{"widgets":[{"type":"clock"}]}', 'Should be one of alarm'],
  ['{"widgets":[{"type":"text"}]}', "Should have property 'properties'"],
])('refuses the dashboard body %s', async (DashboardBody, reason) => {
  const { client } = await startMonitoring()
  const put = client.send(new PutDashboardCommand({ DashboardName: 'mine', DashboardBody }))
  await expect(put).rejects.toThrow(reason)
  expect(() => planOf(DashboardBody)).toThrow(reason)
})

describeWithAwsCli('the stock AWS CLI', () => {
  it('reads a dashboard', async () => {
    const { url } = await startMonitoring({ plan: planOf() })
    const dashboard = await awsCli(url)('cloudwatch get-dashboard --dashboard-name meridian-overview')
    expect(dashboard.DashboardBody).toBe(BODY)
  })
})
