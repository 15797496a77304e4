import { WireFault } from '../../../kernel/wire-service.ts'

export const invalidRequest = (message: string) => new WireFault('InvalidRequestException', message)
