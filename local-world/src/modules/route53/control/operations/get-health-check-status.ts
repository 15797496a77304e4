import type {
  GetHealthCheckStatusRequest,
  GetHealthCheckStatusResponse,
  HealthCheckRegion,
} from '@aws-sdk/client-route-53'
import { healthCheckOrError } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'

/** Each checker's last observation; those without one yet are left out. */
export const getHealthCheckStatus =
  ({ plan, checkers }: Route53Control) =>
  ({ HealthCheckId }: GetHealthCheckStatusRequest): GetHealthCheckStatusResponse => {
    const { id } = healthCheckOrError(plan, HealthCheckId ?? '')
    return {
      HealthCheckObservations: checkers.observations(id).flatMap((seen) =>
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
