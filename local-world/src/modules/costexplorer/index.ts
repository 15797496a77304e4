import { type CostLine, estimate, pricingInput } from '@meridian/cost'
import type { ResourceGraph } from '@meridian/resource-graph'
import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { createCostExplorerControl } from './control/service.ts'

/** Cost Explorer: what the program would cost, at list prices and an ordinary month's load. */
export const costexplorer: WorldModule<ResourceGraph, RunningModule> = {
  name: 'costexplorer',
  resources: {},
  needs: [],
  plan: (graph) => graph,
  async start(graph) {
    let priced: readonly CostLine[] | undefined
    return {
      control: createCostExplorerControl({
        lines() {
          priced ??= estimate(pricingInput(graph, 'typical')).lines
          return priced
        },
      }),
      addresses: () => [],
      [Symbol.asyncDispose]: async () => {},
    }
  },
}
