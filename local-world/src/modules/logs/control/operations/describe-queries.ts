import type { DescribeQueriesCommandInput, DescribeQueriesResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { LogsControl } from '../context.ts'
import { pageIn } from '../lookups.ts'

const PAGE = 1_000

/** Newest first; all of them are complete. */
export const describeQueries =
  ({ queries }: LogsControl) =>
  (input: DescribeQueriesCommandInput): DescribeQueriesResponse => {
    const { logGroupName, maxResults = PAGE, nextToken, status = 'Complete' } = input
    const found = [...queries.values()].filter(
      ({ groupNames }) =>
        status === 'Complete' && (logGroupName === undefined || groupNames.includes(logGroupName)),
    )
    const { items, next } = pageIn(found.toReversed(), maxResults, nextToken)
    return {
      queries: items.map(({ bytesScanned, createdAtMs, groupNames, id, text }) => ({
        queryLanguage: 'CWLI',
        queryId: id,
        queryString: text,
        status: 'Complete',
        createTime: createdAtMs,
        logGroupName: groupNames[0],
        // Queries complete immediately.
        queryDuration: 0,
        bytesScanned,
      })),
      nextToken: next,
    }
  }
