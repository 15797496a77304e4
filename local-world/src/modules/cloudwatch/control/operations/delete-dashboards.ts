import type { DeleteDashboardsInput, DeleteDashboardsOutput } from '@aws-sdk/client-cloudwatch'
import { dashboardNotFound } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'

/** Deletes all of them, or none if one is missing. */
export const deleteDashboards =
  ({ dashboards }: CloudWatchControl) =>
  ({ DashboardNames = [] }: DeleteDashboardsInput): DeleteDashboardsOutput => {
    for (const name of DashboardNames) if (!dashboards.find(name)) throw dashboardNotFound(name)
    for (const name of DashboardNames) dashboards.delete(name)
    return {}
  }
