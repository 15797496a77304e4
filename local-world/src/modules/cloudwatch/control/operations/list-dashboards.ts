import type { ListDashboardsInput, ListDashboardsOutput } from '@aws-sdk/client-cloudwatch'
import { pageOf } from '../../../../kernel/page.ts'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidValue } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { dashboardArn } from '../shapes.ts'

const PAGE = 100

export const listDashboards =
  ({ dashboards }: CloudWatchControl) =>
  (input: ListDashboardsInput, { accountId }: WireContext): ListDashboardsOutput => {
    const { DashboardNamePrefix = '', NextToken } = input
    const { items, next } = pageOf(
      dashboards.list(DashboardNamePrefix),
      { size: PAGE, token: NextToken },
      () => invalidValue('Invalid nextToken'),
    )
    return {
      DashboardEntries: items.map(({ body, modifiedAtMs, name }) => ({
        DashboardName: name,
        DashboardArn: dashboardArn(accountId, name),
        LastModified: new Date(modifiedAtMs),
        Size: Buffer.byteLength(body),
      })),
      NextToken: next,
    }
  }
