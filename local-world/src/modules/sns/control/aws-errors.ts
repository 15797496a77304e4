import { WireFault } from '../../../kernel/wire-service.ts'

export const topicNotFound = () => new WireFault('NotFound', 'Topic does not exist', 404)
export const subscriptionNotFound = () => new WireFault('NotFound', 'Subscription does not exist', 404)
export const invalidParameter = (message: string) =>
  new WireFault('InvalidParameter', `Invalid parameter: ${message}`)
