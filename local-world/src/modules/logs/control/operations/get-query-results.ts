import type { GetQueryResultsCommandInput, GetQueryResultsResponse } from '@aws-sdk/client-cloudwatch-logs'
import { queryNotFound } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'

export const getQueryResults =
  ({ queries }: LogsControl) =>
  ({ queryId = '' }: GetQueryResultsCommandInput): GetQueryResultsResponse => {
    const query = queries.get(queryId)
    if (!query) throw queryNotFound(queryId)
    return {
      queryLanguage: 'CWLI',
      results: query.rows.map((row) => [...row].map(([field, value]) => ({ field, value }))),
      statistics: {
        recordsMatched: query.recordsMatched,
        recordsScanned: query.recordsScanned,
        bytesScanned: query.bytesScanned,
        logGroupsScanned: query.groupNames.length,
      },
      status: 'Complete',
    }
  }
