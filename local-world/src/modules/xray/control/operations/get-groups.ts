import type { GetGroupsCommandInput, GetGroupsResult } from '@aws-sdk/client-xray'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { XRayControl } from '../context.ts'

/** The program's groups, on one page. */
export const getGroups =
  ({ plan }: XRayControl) =>
  (_input: GetGroupsCommandInput, { region }: WireContext): GetGroupsResult => ({
    Groups: plan.groups
      .filter((group) => group.region === region)
      .map(({ arn, filterExpression, hasInsights, hasNotices, name }) => ({
        GroupName: name,
        GroupARN: arn,
        FilterExpression: filterExpression,
        InsightsConfiguration: { InsightsEnabled: hasInsights, NotificationsEnabled: hasNotices },
      })),
  })
