import type {
  DescribeLogStreamsCommandInput,
  DescribeLogStreamsResponse,
} from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { LogStream } from '../../model/log-group.ts'
import { invalidParameter } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'
import { groupOf, pageIn } from '../lookups.ts'
import { toStream } from '../shapes.ts'

const PAGE = 50

export const describeLogStreams =
  ({ store }: LogsControl) =>
  (input: DescribeLogStreamsCommandInput, { region }: WireContext): DescribeLogStreamsResponse => {
    const { descending, limit = PAGE, logStreamNamePrefix = '', nextToken, orderBy = 'LogStreamName' } = input
    if (orderBy === 'LastEventTime' && logStreamNamePrefix !== '')
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
    const group = groupOf(store, region, input)
    const named = group.streams.filter(({ name }) => name.startsWith(logStreamNamePrefix))
    const ordered = named.toSorted(orderBy === 'LastEventTime' ? byLastEvent : byName)
    const { items, next } = pageIn(descending ? ordered.toReversed() : ordered, limit, nextToken)
    return { logStreams: items.map((stream) => toStream(group, stream)), nextToken: next }
  }

const byName = (one: LogStream, other: LogStream): number => (one.name < other.name ? -1 : 1)
const byLastEvent = (one: LogStream, other: LogStream): number =>
  (one.lastEventMs ?? one.createdAtMs) - (other.lastEventMs ?? other.createdAtMs)
