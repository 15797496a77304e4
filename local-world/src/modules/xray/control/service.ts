import type { WireService } from '../../../kernel/wire-service.ts'
import type { XRayControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { batchGetTraces } from './operations/batch-get-traces.ts'
import { getGroups } from './operations/get-groups.ts'
import { getSamplingRules } from './operations/get-sampling-rules.ts'
import { getSamplingTargets } from './operations/get-sampling-targets.ts'
import { getServiceGraph } from './operations/get-service-graph.ts'
import { getTraceGraph } from './operations/get-trace-graph.ts'
import { getTraceSummaries } from './operations/get-trace-summaries.ts'
import { putTraceSegments } from './operations/put-trace-segments.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * X-Ray.
 *
 * Absent: changing rules and groups (the program does), insights, encryption, telemetry records, indexing rules.
 * Differs: edges and load balancers have segments, though on AWS they send none; all regions share one store, so a trace that
 * crosses regions is complete in each of them.
 */
export function createXRayControl(control: XRayControl): WireService {
  return {
    scope: 'xray',
    protocol: 'rest-json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-xray') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    refusals: { invalid: 'InvalidRequestException', malformed: 'InvalidRequestException' },
    operations: {
      BatchGetTraces: batchGetTraces(control),
      GetGroups: getGroups(control),
      GetSamplingRules: getSamplingRules(control),
      GetSamplingTargets: getSamplingTargets(control),
      GetServiceGraph: getServiceGraph(control),
      GetTraceGraph: getTraceGraph(control),
      GetTraceSummaries: getTraceSummaries(control),
      PutTraceSegments: putTraceSegments(control),
    },
  }
}
