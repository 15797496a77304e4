import { WireFault } from '../../../wire/service.ts'
import type { Zone } from '../model/zone.ts'
import type { ZoneStore } from '../model/zone-store.ts'

/** Ids come with or without their prefix: `/hostedzone/Z…`, `Z…`. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

export function zoneOrFault(store: ZoneStore, id: string): Zone {
  const zone = store.byId(bareId(id))
  if (!zone) throw new WireFault('NoSuchHostedZone', `No hosted zone found with ID: ${bareId(id)}`, 404)
  return zone
}

export function noSuchHealthCheck(id: string): WireFault {
  return new WireFault('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, 404)
}

export function invalidInput(message: string): WireFault {
  return new WireFault('InvalidInput', message)
}
