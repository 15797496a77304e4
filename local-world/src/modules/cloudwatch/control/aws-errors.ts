import { AwsError } from '../../../kernel/wire-service.ts'

/** Error codes of the Query protocol; a JSON answer carries them in a header. */
export const invalidValue = (message: string) => new AwsError('InvalidParameterValue', message)
export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombination', message)
export const validation = (message: string) => new AwsError('ValidationError', message)
export const invalidToken = (token: string) =>
  new AwsError('InvalidNextToken', `The next token ${token} is not valid.`)
export const notFound = (message: string) => new AwsError('ResourceNotFound', message, 404)
export const dashboardNotFound = (name: string) =>
  new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404)
export const invalidDashboard = (message: string) => new AwsError('InvalidParameterInput', message)
