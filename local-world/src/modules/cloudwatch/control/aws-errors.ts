import { WireFault } from '../../../kernel/wire-service.ts'

/** Codes as clients of the Query protocol know them; the JSON answer carries them in a header. */
export const invalidValue = (message: string) => new WireFault('InvalidParameterValue', message)
export const invalidCombination = (message: string) => new WireFault('InvalidParameterCombination', message)
export const validation = (message: string) => new WireFault('ValidationError', message)
export const invalidToken = (token: string) =>
  new WireFault('InvalidNextToken', `The next token ${token} is not valid.`)
export const notFound = (message: string) => new WireFault('ResourceNotFound', message, 404)
export const dashboardNotFound = (name: string) =>
  new WireFault('ResourceNotFound', `Dashboard ${name} does not exist`, 404)
export const invalidDashboard = (message: string) => new WireFault('InvalidParameterInput', message)
