export { type AwsCallLimits, createAwsClient, type LimitedClient } from './create-aws-client.ts'
export { AwsCallTimedOutError } from './errors.ts'
