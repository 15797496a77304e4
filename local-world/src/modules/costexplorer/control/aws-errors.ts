import { WireFault } from '../../../kernel/wire-service.ts'

export const validation = (message: string) => new WireFault('ValidationException', message)
