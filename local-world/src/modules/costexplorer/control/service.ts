import type { WireService } from '../../../kernel/wire-service.ts'
import type { CostExplorerControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { getCostAndUsage } from './operations/get-cost-and-usage.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * Cost Explorer.
 *
 * Absent: forecasts, savings plans, reservations, tags, every dimension but SERVICE, REGION and USAGE_TYPE.
 * Differs: nothing here costs anything. Every amount is `npm run cost`'s estimate of an ordinary month, the same each day,
 * and `Estimated` is always true.
 */
export function createCostExplorerControl(control: CostExplorerControl): WireService {
  return {
    scope: 'ce',
    protocol: 'json',
    isGlobal: true,
    namespace: '',
    schemas: () => import('@aws-sdk/client-cost-explorer') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: { GetCostAndUsage: getCostAndUsage(control) },
  }
}
