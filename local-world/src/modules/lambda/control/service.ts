import type { WireService } from '../../../kernel/wire-service.ts'
import type { LambdaControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { getFunction, getFunctionConfiguration } from './operations/get-function.ts'
import { invoke } from './operations/invoke.ts'
import { listFunctions } from './operations/list-functions.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * Lambda's REST API.
 *
 * Missing: creating and changing (the program does), versions, aliases, layers, event sources, concurrency limits.
 * Different: permissions are not checked; each concurrent call has its own process, without memory limits.
 */
export function createLambdaControl(control: LambdaControl): WireService {
  return {
    scope: 'lambda',
    protocol: 'rest-json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-lambda') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      GetFunction: getFunction(control),
      GetFunctionConfiguration: getFunctionConfiguration(control),
      Invoke: invoke(control),
      ListFunctions: listFunctions(control),
    },
  }
}
