import { AwsError } from '../../../kernel/wire-service.ts'

export const topicNotFound = () => new AwsError('NotFound', 'Topic does not exist', 404)
export const invalidParameter = (message: string) =>
  new AwsError('InvalidParameter', `Invalid parameter: ${message}`)
