import { AwsError } from '../../../kernel/wire-service.ts'
import type { HealthCheck } from '../model/health-check.ts'
import type { Zone } from '../model/zone.ts'
import type { ZoneStore } from '../model/zone-store.ts'
import type { Route53Plan } from '../plan/plan.ts'

/** Clients send ids with or without their prefix: `/hostedzone/Z…`, `Z…`. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

export function zoneOrError(store: ZoneStore, id: string): Zone {
  const zone = store.byId(bareId(id))
  if (!zone) throw new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${bareId(id)}`, 404)
  return zone
}

export function healthCheckOrError({ healthChecks }: Route53Plan, id: string): HealthCheck {
  const found = healthChecks.find((candidate) => candidate.id === id)
  if (!found) throw new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, 404)
  return found
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message)
}
