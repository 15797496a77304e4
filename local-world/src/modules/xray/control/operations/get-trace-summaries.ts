import type { GetTraceSummariesCommandInput, GetTraceSummariesResult } from '@aws-sdk/client-xray'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { factsOf } from '../../model/trace-facts.ts'
import type { XRayControl } from '../context.ts'
import { pageIn, secondsOf, testOf } from '../lookups.ts'
import { timeOf, toSummary } from '../shapes.ts'

const PAGE = 100

/** Newest first. Traces cover the whole world in every region, because one request crosses several. */
export const getTraceSummaries =
  ({ clock, store }: XRayControl) =>
  (input: GetTraceSummariesCommandInput, { accountId }: WireContext): GetTraceSummariesResult => {
    const [start, end] = secondsOf({ StartTime: input.StartTime, EndTime: input.EndTime }, 'summaries')
    const holds = testOf(input.FilterExpression)
    const traces = store.between(start, end).map(factsOf)
    const found = traces.filter(holds).toSorted((one, other) => other.trace.startTime - one.trace.startTime)
    const { items, next } = pageIn(found, PAGE, input.NextToken)
    return {
      TraceSummaries: items.map((facts) => toSummary(facts, accountId)),
      ApproximateTime: timeOf(clock.now() / 1_000),
      TracesProcessedCount: traces.length,
      NextToken: next,
    }
  }
