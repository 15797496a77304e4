import type { GetDashboardInput, GetDashboardOutput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { dashboardNotFound } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { dashboardArn } from '../shapes.ts'

export const getDashboard =
  ({ dashboards }: CloudWatchControl) =>
  ({ DashboardName = '' }: GetDashboardInput, { accountId }: WireContext): GetDashboardOutput => {
    const dashboard = dashboards.find(DashboardName)
    if (!dashboard) throw dashboardNotFound(DashboardName)
    return {
      DashboardArn: dashboardArn(accountId, DashboardName),
      DashboardBody: dashboard.body,
      DashboardName,
    }
  }
