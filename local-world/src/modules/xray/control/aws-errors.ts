import { AwsError } from '../../../kernel/wire-service.ts'

export const invalidRequest = (message: string) => new AwsError('InvalidRequestException', message)
