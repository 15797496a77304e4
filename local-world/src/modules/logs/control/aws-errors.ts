import { AwsError } from '../../../kernel/wire-service.ts'

export const groupNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
export const streamNotFound = () =>
  new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.')
export const queryNotFound = (id: string) =>
  new AwsError('ResourceNotFoundException', `Query with ID ${id} does not exist.`)
export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message)
export const malformedQuery = (message: string) => new AwsError('MalformedQueryException', message)
export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message)
