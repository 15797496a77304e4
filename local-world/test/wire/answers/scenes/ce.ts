import type { World } from '../../../../src/kernel/module.ts'
import { costexplorer } from '../../../../src/modules/costexplorer/index.ts'
import { pricedGraph } from '../../../costexplorer/priced-graph.ts'
import type { Scene } from '../scene.ts'

/** A graph of three resources. */
export async function ce(): Promise<Scene> {
  const running = await costexplorer.start(pricedGraph(), {} as World)
  return {
    service: running.control!,
    async play(call) {
      const month = {
        TimePeriod: { Start: '2026-12-01', End: '2027-01-01' },
        Granularity: 'MONTHLY',
        Metrics: ['UnblendedCost'],
      }
      await call('GetCostAndUsage', month)
      await call('GetCostAndUsage', { ...month, GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }] })
    },
  }
}
