import type {
  GetHealthCheckRequest,
  GetHealthCheckResponse,
  GetHealthCheckStatusResponse,
  HealthCheckRegion,
  ListHealthChecksResponse,
} from '@aws-sdk/client-route-53'
import type { HealthCheck } from '../../model/health-check.ts'
import { noSuchHealthCheck } from '../faults.ts'
import type { Route53Control } from '../route53-control.ts'
import { healthCheckShape } from '../shapes.ts'

const MAX_ITEMS = 100

export const listHealthChecks =
  ({ plan }: Route53Control) =>
  (): ListHealthChecksResponse => ({
    HealthChecks: plan.healthChecks.map(healthCheckShape),
    Marker: '',
    IsTruncated: false,
    MaxItems: MAX_ITEMS,
  })

export const getHealthCheck =
  (control: Route53Control) =>
  ({ HealthCheckId }: GetHealthCheckRequest): GetHealthCheckResponse => ({
    HealthCheck: healthCheckShape(healthCheckOrFault(control, HealthCheckId ?? '')),
  })

/** What each checker saw last; one that has not reported yet is left out. */
export const getHealthCheckStatus =
  (control: Route53Control) =>
  ({ HealthCheckId }: GetHealthCheckRequest): GetHealthCheckStatusResponse => {
    const { id } = healthCheckOrFault(control, HealthCheckId ?? '')
    return {
      HealthCheckObservations: control.checkers.observations(id).flatMap((seen) =>
        seen.lastResult
          ? [
              {
                Region: seen.checkerRegion as HealthCheckRegion,
                IPAddress: seen.checkerAddress,
                StatusReport: {
                  Status: seen.lastResult.status,
                  CheckedTime: new Date(seen.lastResult.checkedAtMs),
                },
              },
            ]
          : [],
      ),
    }
  }

function healthCheckOrFault({ plan }: Route53Control, id: string): HealthCheck {
  const found = plan.healthChecks.find((candidate) => candidate.id === id)
  if (!found) throw noSuchHealthCheck(id)
  return found
}
