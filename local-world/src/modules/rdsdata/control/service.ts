import type { WireService } from '../../../kernel/wire-service.ts'
import type { RdsDataControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { executeStatement } from './operations/execute-statement.ts'
import { UNKNOWN } from './unknown.ts'

/**
 * RDS's Data API.
 *
 * Not implemented: transactions, batches, arrays, continuing after a timeout.
 * Different: only writable clusters accept SQL over HTTP, after EnableHttpEndpoint; the program's own setting is ignored.
 */
export function createRdsDataControl(control: RdsDataControl): WireService {
  return {
    scope: 'rds-data',
    protocol: 'rest-json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-rds-data') as Promise<Record<string, unknown>>,
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: { ExecuteStatement: executeStatement(control) },
  }
}
