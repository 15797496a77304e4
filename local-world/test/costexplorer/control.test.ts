import { CostExplorerClient, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer'
import { DAYS_PER_MONTH, estimate, pricingInput } from '@meridian/cost'
import { expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { World } from '../../src/kernel/module.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import { costexplorer } from '../../src/modules/costexplorer/index.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { OPEN } from '../support/test-trust.ts'
import { pricedGraph } from './priced-graph.ts'

async function start() {
  const graph = pricedGraph()
  const running = await costexplorer.start(graph, {} as World)
  const endpoint = await startControlEndpoint(
    [running.control as WireService],
    createJournal(createManualClock()),
    OPEN,
  )
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  const url = `http://127.0.0.1:${endpoint.port}`
  const client = new CostExplorerClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(() => client.destroy())
  return { client, graph, url }
}

const DECEMBER = { Start: '2026-12-01', End: '2027-01-01' }
const amount = (metrics: Record<string, { Amount?: string | undefined }> | undefined) =>
  Number(metrics?.UnblendedCost?.Amount)

// INV-COSTEXPLORER-1
it('(1) a month costs what the estimate says, and the groups sum to the total', async () => {
  const { client, graph } = await start()
  const ask = async (more: object) => {
    const { ResultsByTime } = await client.send(
      new GetCostAndUsageCommand({
        TimePeriod: DECEMBER,
        Granularity: 'MONTHLY',
        Metrics: ['UnblendedCost'],
        ...more,
      }),
    )
    return ResultsByTime?.[0]
  }
  const { usdPerMonth } = estimate(pricingInput(graph, 'typical'))
  const total = amount((await ask({}))?.Total)
  expect(total).toBeCloseTo((usdPerMonth / DAYS_PER_MONTH) * 31)
  const grouped = await ask({ GroupBy: [{ Type: 'DIMENSION', Key: 'REGION' }] })
  expect(grouped?.Groups?.map(({ Keys }) => Keys?.[0]).sort()).toEqual(
    expect.arrayContaining(['us-east-1', 'us-west-2']),
  )
  expect(grouped?.Groups?.reduce((sum, { Metrics }) => sum + amount(Metrics), 0)).toBeCloseTo(total)
  const west = await ask({ Filter: { Dimensions: { Key: 'REGION', Values: ['us-west-2'] } } })
  expect(amount(west?.Total)).toBeGreaterThan(0)
  expect(amount(west?.Total)).toBeLessThan(total)
})

// INV-COSTEXPLORER-2
it('(2) every day has a result that is marked as estimated', async () => {
  const { client } = await start()
  const { ResultsByTime = [] } = await client.send(
    new GetCostAndUsageCommand({
      TimePeriod: { Start: '2026-11-29', End: '2026-12-02' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost', 'UsageQuantity'],
    }),
  )
  expect(ResultsByTime.map(({ TimePeriod }) => TimePeriod?.Start)).toEqual([
    '2026-11-29',
    '2026-11-30',
    '2026-12-01',
  ])
  expect(ResultsByTime.every(({ Estimated }) => Estimated)).toBe(true)
})

it.each([
  [{ Metrics: ['Happiness'] }, 'Metric Happiness is not valid'],
  [{ Granularity: 'HOURLY' }, 'Granularity HOURLY is not estimated here'],
  [{ TimePeriod: { Start: '2026-12-02', End: '2026-12-01' } }, 'should be before end date'],
  [{ GroupBy: [{ Type: 'TAG', Key: 'Region' }] }, 'Cannot group by TAG Region'],
  [{ Filter: { Dimensions: { Key: 'AZ', Values: ['a'] } } }, 'Dimension AZ is not known here'],
])('refuses %j', async (changes, reason) => {
  const { client } = await start()
  const asked = { TimePeriod: DECEMBER, Granularity: 'MONTHLY', Metrics: ['UnblendedCost'], ...changes }
  await expect(client.send(new GetCostAndUsageCommand(asked as never))).rejects.toThrow(reason)
})

describeWithAwsCli('the stock AWS CLI', () => {
  it('reads the estimate', async () => {
    const { url } = await start()
    const { ResultsByTime } = await awsCli(url)(
      'ce get-cost-and-usage --time-period Start=2026-12-01,End=2027-01-01 --granularity MONTHLY --metrics UnblendedCost',
    )
    expect(ResultsByTime).toMatchObject([{ Estimated: true, TimePeriod: DECEMBER }])
  })
})
