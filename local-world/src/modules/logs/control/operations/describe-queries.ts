import type { DescribeQueriesCommandInput, DescribeQueriesResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { LogsControl } from '../context.ts'

/** The newest first; all of them are complete. */
export const describeQueries =
  ({ queries }: LogsControl) =>
  ({
    logGroupName,
    maxResults,
    status = 'Complete',
  }: DescribeQueriesCommandInput): DescribeQueriesResponse => ({
    queries: [...queries.values()]
      .filter(({ groupNames }) => logGroupName === undefined || groupNames.includes(logGroupName))
      .filter(() => status === 'Complete')
      .toReversed()
      .slice(0, maxResults)
      .map(({ createdAtMs, groupNames, id, text }) => ({
        queryLanguage: 'CWLI',
        queryId: id,
        queryString: text,
        status: 'Complete',
        createTime: createdAtMs,
        logGroupName: groupNames[0],
      })),
  })
