import { AwsError } from '../../../kernel/wire-service.ts'

export const validation = (message: string) => new AwsError('ValidationException', message)
