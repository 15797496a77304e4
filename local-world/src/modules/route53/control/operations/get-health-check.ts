import type { GetHealthCheckRequest, GetHealthCheckResponse } from '@aws-sdk/client-route-53'
import { healthCheckOrError } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'
import { healthCheckShape } from '../shapes.ts'

export const getHealthCheck =
  ({ plan }: Route53Control) =>
  ({ HealthCheckId }: GetHealthCheckRequest): GetHealthCheckResponse => ({
    HealthCheck: healthCheckShape(healthCheckOrError(plan, HealthCheckId ?? '')),
  })
