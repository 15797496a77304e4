import { GROUP, START_MS, startLogging } from '../../../logs/logs-fixture.ts'
import type { Scene } from '../scene.ts'

const SECOND_MS = 1_000

/** Two groups, one with a filter and the output of two streams. */
export async function logs(): Promise<Scene> {
  const { clock, logs: running, print } = await startLogging()
  await print('one\ntwo\n', 'web/web/a')
  await print('three\n', 'web/web/b')
  return {
    service: running.control!,
    async play(call) {
      await call('DescribeLogGroups')
      await call('DescribeLogGroups', { limit: 1 })
      await call('DescribeLogStreams', { logGroupName: GROUP })
      await call('DescribeLogStreams', { logGroupName: GROUP, limit: 1 })
      await call('DescribeMetricFilters')
      await call('DescribeMetricFilters', { limit: 1 })
      await call('GetLogEvents', { logGroupName: GROUP, logStreamName: 'web/web/a' })
      await call('FilterLogEvents', { logGroupName: GROUP })
      await call('FilterLogEvents', { logGroupName: GROUP, limit: 1 })
      const window = { startTime: START_MS / SECOND_MS - 60, endTime: START_MS / SECOND_MS + 60 }
      const query = { logGroupName: GROUP, queryString: 'fields @message', ...window }
      await call('StartQuery', query)
      const { queryId } = await call('StartQuery', query)
      await call('GetQueryResults', { queryId })
      await call('DescribeQueries')
      await call('DescribeQueries', { maxResults: 1 })
      const { responseStream } = await call('StartLiveTail', {
        logGroupIdentifiers: [`arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`],
      })
      const events = responseStream[Symbol.asyncIterator]()
      await events.next()
      await print('four\n')
      const next = events.next()
      await clock.advance(SECOND_MS)
      await next
      await events.return?.()
    },
  }
}
