import type {
  DescribeLogGroupsCommandInput,
  DescribeLogGroupsResponse,
} from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidParameter } from '../aws-errors.ts'
import type { LogsControl } from '../context.ts'
import { pageIn } from '../lookups.ts'
import { toGroup } from '../shapes.ts'

const PAGE = 50

export const describeLogGroups =
  ({ filters, store }: LogsControl) =>
  (input: DescribeLogGroupsCommandInput, { region }: WireContext): DescribeLogGroupsResponse => {
    const {
      limit = PAGE,
      logGroupIdentifiers,
      logGroupNamePattern = '',
      logGroupNamePrefix = '',
      nextToken,
    } = input
    if (logGroupNamePattern !== '' && logGroupNamePrefix !== '')
      throw invalidParameter(
        'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
      )
    const named = logGroupIdentifiers?.map((identifier) => store.find(region, identifier))
    const groups = store
      .list(region)
      .filter((group) => named === undefined || named.includes(group))
      .filter(({ plan: { name } }) => name.startsWith(logGroupNamePrefix))
      .filter(({ plan: { name } }) => name.toLowerCase().includes(logGroupNamePattern.toLowerCase()))
    const { items, next } = pageIn(groups, limit, nextToken)
    return { logGroups: items.map((group) => toGroup(group, filters)), nextToken: next }
  }
