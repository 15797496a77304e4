import type { PutDashboardInput, PutDashboardOutput } from '@aws-sdk/client-cloudwatch'
import { problemsOf } from '../../model/dashboards.ts'
import { invalidDashboard } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'

/** Stores the whole body or none of it. */
export const putDashboard =
  ({ clock, dashboards }: CloudWatchControl) =>
  ({ DashboardBody = '', DashboardName = '' }: PutDashboardInput): PutDashboardOutput => {
    if (!/^[\w-]{1,255}$/.test(DashboardName))
      throw invalidDashboard(
        'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).',
      )
    const problems = problemsOf(DashboardBody)
    if (problems.length > 0)
      throw invalidDashboard(
        `The dashboard body is invalid, there are ${problems.length} validation errors: ${JSON.stringify(
          problems.map(({ message, path }) => ({ dataPath: path, message })),
        )}`,
      )
    dashboards.put({ name: DashboardName, body: DashboardBody }, clock.now())
    return { DashboardValidationMessages: [] }
  }
