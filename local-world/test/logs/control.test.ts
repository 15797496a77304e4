import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  StartLiveTailCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { describe, expect, it } from 'vitest'
import { GROUP, START_MS, startLogging } from './logs-fixture.ts'

const MINUTE_MS = 60_000
const SECOND_MS = 1_000

describe('groups and streams', () => {
  it('are listed by region, with the properties of the program', async () => {
    const { client, print } = await startLogging()
    await print('ready\n')
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs/' }))
    expect(logGroups).toMatchObject([
      { logGroupName: '/ecs/api', metricFilterCount: 1 },
      {
        logGroupName: GROUP,
        retentionInDays: 7,
        metricFilterCount: 1,
        arn: `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}:*`,
      },
    ])
    const { metricFilters } = await client.send(new DescribeMetricFiltersCommand({ logGroupName: GROUP }))
    expect(metricFilters).toMatchObject([{ filterName: 'refused' }])
  })

  it('are paged', async () => {
    const { client } = await startLogging()
    const first = await client.send(new DescribeLogGroupsCommand({ limit: 1 }))
    const { nextToken } = first
    const second = await client.send(new DescribeLogGroupsCommand({ limit: 1, nextToken }))
    expect(
      [...(first.logGroups ?? []), ...(second.logGroups ?? [])].map((group) => group.logGroupName),
    ).toEqual(['/ecs/api', GROUP])
    expect(second.nextToken).toBeUndefined()
  })

  it('can be ordered by their last event', async () => {
    const { client, clock, print } = await startLogging()
    await print('one\n', 'web/web/a')
    await clock.advance(MINUTE_MS)
    await print('two\n', 'web/web/b')
    const { logStreams } = await client.send(
      new DescribeLogStreamsCommand({ logGroupName: GROUP, orderBy: 'LastEventTime', descending: true }),
    )
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(['web/web/b', 'web/web/a'])
    expect(logStreams?.[0]?.lastEventTimestamp).toBe(START_MS + MINUTE_MS)
  })

  it('that do not exist fail with ResourceNotFoundException', async () => {
    const { client } = await startLogging()
    await expect(client.send(new FilterLogEventsCommand({ logGroupName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
    await expect(
      client.send(new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 'none' })),
    ).rejects.toMatchObject({ message: 'The specified log stream does not exist.' })
  })
})

describe('FilterLogEvents', () => {
  it('filters by pattern, stream and time', async () => {
    const { client, clock, print } = await startLogging()
    await print('{"status":200}\n{"status":503}\n', 'web/web/a')
    await clock.advance(MINUTE_MS)
    await print('{"status":504}\nplain text\n', 'web/web/b')
    const found = async (more: object) => {
      const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...more }))
      return events?.map(({ message }) => message)
    }
    expect(await found({ filterPattern: '{ $.status >= 500 }' })).toEqual([
      '{"status":503}',
      '{"status":504}',
    ])
    expect(await found({ filterPattern: 'plain' })).toEqual(['plain text'])
    expect(await found({ logStreamNamePrefix: 'web/web/b' })).toHaveLength(2)
    expect(await found({ startTime: START_MS + 1 })).toHaveLength(2)
    expect(await found({ endTime: START_MS })).toHaveLength(2)
  })

  it('returns pages that continue with newer events', async () => {
    const { client, print } = await startLogging()
    await print('a\nb\nc\n')
    const first = await client.send(new FilterLogEventsCommand({ logGroupName: GROUP, limit: 2 }))
    const { nextToken } = first
    const second = await client.send(new FilterLogEventsCommand({ logGroupName: GROUP, limit: 2, nextToken }))
    expect([first, second].map(({ events }) => events?.map(({ message }) => message))).toEqual([
      ['a', 'b'],
      ['c'],
    ])
    expect(second.nextToken).toBeUndefined()
    expect(new Set(first.events?.map(({ eventId }) => eventId)).size).toBe(2)
  })

  // INV-LOGS-1
  it('(1) no longer returns events past the retention', async () => {
    const { client, clock, print } = await startLogging()
    await print('old\n')
    await clock.advance(7 * 24 * 60 * MINUTE_MS + 1)
    await print('new\n')
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: GROUP }))
    expect(events?.map(({ message }) => message)).toEqual(['new'])
  })
})

describe('GetLogEvents', () => {
  it('continues from a token, and returns the same token at the end', async () => {
    const { client, print } = await startLogging()
    await print('a\nb\nc\n')
    const stream = { logGroupName: GROUP, logStreamName: 'web/web/1' }
    const first = await client.send(new GetLogEventsCommand({ ...stream, startFromHead: true, limit: 2 }))
    expect(first.events?.map(({ message }) => message)).toEqual(['a', 'b'])
    const second = await client.send(
      new GetLogEventsCommand({ ...stream, nextToken: first.nextForwardToken }),
    )
    expect(second.events?.map(({ message }) => message)).toEqual(['c'])
    const third = await client.send(
      new GetLogEventsCommand({ ...stream, nextToken: second.nextForwardToken }),
    )
    expect(third.events).toEqual([])
    expect(third.nextForwardToken).toBe(second.nextForwardToken)
    const back = await client.send(
      new GetLogEventsCommand({ ...stream, nextToken: second.nextBackwardToken }),
    )
    expect(back.events?.map(({ message }) => message)).toEqual(['a', 'b'])
  })

  it('returns the newest events by default', async () => {
    const { client, print } = await startLogging()
    await print('a\nb\nc\n')
    const { events } = await client.send(
      new GetLogEventsCommand({ logGroupName: GROUP, logStreamName: 'web/web/1', limit: 1 }),
    )
    expect(events).toMatchObject([{ message: 'c', timestamp: START_MS }])
  })
})

describe('Insights', () => {
  it('filters, groups, sorts and limits', async () => {
    const { client, print } = await startLogging()
    await print(
      '{"route":"/a","status":200,"durationMs":5}\n{"route":"/a","status":500,"durationMs":9}\n{"route":"/b","status":200,"durationMs":1}\nno json\n',
    )
    const ask = async (queryString: string) => {
      const { queryId } = await client.send(
        new StartQueryCommand({
          logGroupName: GROUP,
          queryString,
          startTime: START_MS / SECOND_MS - 60,
          endTime: START_MS / SECOND_MS + 60,
        }),
      )
      return client.send(new GetQueryResultsCommand({ queryId }))
    }
    const grouped = await ask(
      'filter ispresent(route) | stats count(*) as requests, max(durationMs) by route | sort requests desc | limit 1',
    )
    expect(grouped).toMatchObject({
      status: 'Complete',
      statistics: { recordsScanned: 4, recordsMatched: 3 },
      results: [
        [
          { field: 'route', value: '/a' },
          { field: 'requests', value: '2' },
          { field: 'max(durationMs)', value: '9' },
        ],
      ],
    })
    const plain = await ask('fields @timestamp, status | filter status >= 500')
    expect(plain.results?.[0]).toMatchObject([
      { field: '@timestamp', value: '2026-12-01 09:00:00.000' },
      { field: 'status', value: '500' },
      { field: '@ptr' },
    ])
    await expect(ask('pretend 1')).rejects.toMatchObject({ name: 'MalformedQueryException' })
  })
})

describe('StartLiveTail', () => {
  // INV-LOGS-3
  it('(3) streams new events', async () => {
    const { client, clock, print } = await startLogging()
    await print('before\n')
    const { responseStream } = await client.send(
      new StartLiveTailCommand({
        logGroupIdentifiers: [`arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}`],
        logEventFilterPattern: '-dull',
      }),
    )
    const events = responseStream?.[Symbol.asyncIterator]()
    expect((await events?.next())?.value).toMatchObject({ sessionStart: { logEventFilterPattern: '-dull' } })
    await print('during\ndull\n')
    const next = events?.next()
    await clock.advance(SECOND_MS)
    expect((await next)?.value).toMatchObject({
      sessionUpdate: { sessionMetadata: { sampled: false }, sessionResults: [{ message: 'during' }] },
    })
    await events?.return?.()
  })
})

describe('metrics', () => {
  // INV-LOGS-4
  it('(4) are extracted from events by filters and by the embedded metric format', async () => {
    const { logs, print } = await startLogging()
    const points: object[] = []
    logs.onMetric((point) => points.push(point))
    const embedded = {
      _aws: {
        Timestamp: START_MS,
        CloudWatchMetrics: [
          {
            Namespace: 'Shop',
            Dimensions: [['region'], ['region', 'service']],
            Metrics: [{ Name: 'leads', Unit: 'Count' }],
          },
        ],
      },
      region: 'us-east-1',
      service: 'web',
      leads: 2,
    }
    await print(`{"err":{"code":"REFUSED"}}\n${JSON.stringify(embedded)}\n{"err":{"code":"OTHER"}}\n`)
    expect(points).toMatchObject([
      { namespace: 'Shop', name: 'Refused', dimensions: {}, values: [1] },
      { namespace: 'Shop', name: 'leads', dimensions: { region: 'us-east-1' }, values: [2] },
      { namespace: 'Shop', name: 'leads', dimensions: { region: 'us-east-1', service: 'web' }, values: [2] },
    ])
  })
})
