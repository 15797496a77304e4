import { START_MS, startTracing, TRACE_ID, visit } from '../../../xray/xray-fixture.ts'
import type { Scene } from '../scene.ts'

const WINDOW = { StartTime: new Date(START_MS - 60_000), EndTime: new Date(START_MS + 60_000) }

/** A visitor's request, a sampling rule and a group. */
export async function xray(): Promise<Scene> {
  const tracing = await startTracing()
  visit(tracing)
  return {
    service: tracing.xray.control!,
    async play(call) {
      await call('PutTraceSegments', { TraceSegmentDocuments: [JSON.stringify({ id: 'none' })] })
      const documents = Array.from({ length: 101 }, (_, index) => ({
        id: '0123456789abcdef',
        trace_id: `1-5759e988-${String(index).padStart(24, '0')}`,
        name: 'job',
        start_time: START_MS / 1_000,
        end_time: START_MS / 1_000,
        annotations: { attempt: 1, isLast: true },
      }))
      await call('PutTraceSegments', { TraceSegmentDocuments: documents.map((each) => JSON.stringify(each)) })
      await call('GetTraceSummaries', WINDOW)
      await call('BatchGetTraces', { TraceIds: [TRACE_ID, '1-5759e988-ffffffffffffffffffffffff'] })
      await call('GetServiceGraph', WINDOW)
      await call('GetTraceGraph', { TraceIds: [TRACE_ID] })
      await call('GetGroups')
      await call('GetSamplingRules')
      const statistics = {
        ClientID: '0123456789abcdef01234567',
        Timestamp: new Date(START_MS),
        RequestCount: 1,
        SampledCount: 1,
      }
      await call('GetSamplingTargets', {
        SamplingStatisticsDocuments: [
          { ...statistics, RuleName: 'others' },
          { ...statistics, RuleName: 'gone' },
        ],
      })
    },
  }
}
