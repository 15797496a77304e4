import { WireFault } from '../../../kernel/wire-service.ts'

export const groupNotFound = () =>
  new WireFault('ResourceNotFoundException', 'The specified log group does not exist.')
export const streamNotFound = () =>
  new WireFault('ResourceNotFoundException', 'The specified log stream does not exist.')
export const queryNotFound = (id: string) =>
  new WireFault('ResourceNotFoundException', `Query with ID ${id} does not exist.`)
export const invalidParameter = (message: string) => new WireFault('InvalidParameterException', message)
export const malformedQuery = (message: string) => new WireFault('MalformedQueryException', message)
export const limitExceeded = (message: string) => new WireFault('LimitExceededException', message)
