import { WireFault } from '../../../kernel/wire-service.ts'
import type { RoutingControl, Switchboard } from '../model/switchboard.ts'

const NOT_FOUND = 404
const CONFLICT = 409

export function controlOrFault(switchboard: Switchboard, arn: string): RoutingControl {
  const control = switchboard.control(arn)
  if (!control) throw notFound(`Routing control ${arn} was not found.`)
  return control
}

export function notFound(message: string): WireFault {
  return new WireFault('ResourceNotFoundException', message, NOT_FOUND)
}

export function conflict(message: string): WireFault {
  return new WireFault('ConflictException', message, CONFLICT)
}

export function invalid(message: string): WireFault {
  return new WireFault('ValidationException', message)
}
