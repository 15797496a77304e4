import type { WireService } from '../../../kernel/wire-service.ts'
import type { LogsControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { describeLogGroups } from './operations/describe-log-groups.ts'
import { describeLogStreams } from './operations/describe-log-streams.ts'
import { describeMetricFilters } from './operations/describe-metric-filters.ts'
import { describeQueries } from './operations/describe-queries.ts'
import { filterLogEvents } from './operations/filter-log-events.ts'
import { getLogEvents } from './operations/get-log-events.ts'
import { getQueryResults } from './operations/get-query-results.ts'
import { startLiveTail } from './operations/start-live-tail.ts'
import { startQuery } from './operations/start-query.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * CloudWatch Logs.
 *
 * Absent: writing through the API (tasks write through their log driver), creating and deleting (the program does),
 * subscriptions, exports.
 * Differs: events appear at once, and only the newest few mebibytes of a group are kept; queries are complete when StartQuery
 * answers.
 * Client quirks: StartLiveTail prefixes the endpoint's host with `streaming-` unless the client is configured otherwise
 * (`disableHostPrefix`, AWS_DISABLE_HOST_PREFIX_INJECTION, which `npm run aws` sets); version 1 of the CLI has no `logs tail`.
 */
export function createLogsControl(control: LogsControl): WireService {
  return {
    scope: 'logs',
    protocol: 'json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-cloudwatch-logs') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      DescribeLogGroups: describeLogGroups(control),
      DescribeLogStreams: describeLogStreams(control),
      DescribeMetricFilters: describeMetricFilters(control),
      DescribeQueries: describeQueries(control),
      FilterLogEvents: filterLogEvents(control),
      GetLogEvents: getLogEvents(control),
      GetQueryResults: getQueryResults(control),
      StartLiveTail: startLiveTail(control),
      StartQuery: startQuery(control),
    },
  }
}
