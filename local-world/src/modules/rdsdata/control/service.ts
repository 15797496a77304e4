import type { WireService } from '../../../kernel/wire-service.ts'
import { executeStatement } from './operations/execute-statement.ts'

/** What the operations of this surface work on. */
export interface RdsDataControl {
  /** Of a cluster that takes SQL over HTTP. */
  serverOf(clusterArn: string): { readonly port: number } | undefined
  /** Throws ResourceNotFoundException. */
  secretString(arn: string): string
}

/**
 * RDS's Data API.
 *
 * Absent: transactions, batches, arrays, continuing after a time-out.
 * Differs: only clusters that were restored from a snapshot take SQL over HTTP here, after EnableHttpEndpoint.
 */
export function createRdsDataControl(control: RdsDataControl): WireService {
  return {
    scope: 'rds-data',
    protocol: 'rest-json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-rds-data') as Promise<Record<string, unknown>>,
    operations: { ExecuteStatement: executeStatement(control) },
  }
}
