import type { GetServiceGraphCommandInput, GetServiceGraphResult } from '@aws-sdk/client-xray'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { serviceGraphOf } from '../../model/service-graph.ts'
import { factsOf } from '../../model/trace-facts.ts'
import type { XRayControl } from '../context.ts'
import { groupTest, secondsOf } from '../lookups.ts'
import { toServices } from '../shapes.ts'

export const getServiceGraph =
  ({ plan, store }: XRayControl) =>
  (input: GetServiceGraphCommandInput, { accountId, region }: WireContext): GetServiceGraphResult => {
    const [start, end] = secondsOf({ StartTime: input.StartTime, EndTime: input.EndTime }, 'graph')
    const holds = groupTest(plan, input, region)
    const traces = store.between(start, end).filter((trace) => holds(factsOf(trace)))
    return {
      StartTime: input.StartTime,
      EndTime: input.EndTime,
      Services: toServices(serviceGraphOf(traces), accountId),
      ContainsOldGroupVersions: false,
    }
  }
