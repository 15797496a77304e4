import type { GetTraceGraphCommandInput, GetTraceGraphResult } from '@aws-sdk/client-xray'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { serviceGraphOf } from '../../model/service-graph.ts'
import type { XRayControl } from '../context.ts'
import { toServices } from '../shapes.ts'

export const getTraceGraph =
  ({ store }: XRayControl) =>
  ({ TraceIds = [] }: GetTraceGraphCommandInput, { accountId }: WireContext): GetTraceGraphResult => ({
    Services: toServices(serviceGraphOf(TraceIds.flatMap((id) => store.find(id) ?? [])), accountId),
  })
