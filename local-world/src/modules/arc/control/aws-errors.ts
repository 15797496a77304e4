import { AwsError } from '../../../kernel/wire-service.ts'
import type { RoutingControl, Switchboard } from '../model/switchboard.ts'

const NOT_FOUND = 404
const CONFLICT = 409

export function controlOrError(switchboard: Switchboard, arn: string): RoutingControl {
  const control = switchboard.control(arn)
  if (!control) throw notFound(`Routing control ${arn} was not found.`)
  return control
}

export function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, NOT_FOUND)
}

export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, CONFLICT)
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message)
}
