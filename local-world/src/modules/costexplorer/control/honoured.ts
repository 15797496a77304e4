import type { GetCostAndUsageRequest } from '@aws-sdk/client-cost-explorer'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by its name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  GetCostAndUsage: honours<GetCostAndUsageRequest>({
    TimePeriod: true,
    Granularity: true,
    Filter: true,
    Metrics: true,
    GroupBy: true,
  }),
}
