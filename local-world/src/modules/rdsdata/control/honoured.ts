import type { ExecuteStatementRequest } from '@aws-sdk/client-rds-data'
import { honours, type MemberTree } from '../../../kernel/honoured-members.ts'

/** Members that each operation honours; any other that is set is refused by name. */
export const HONOURED: Readonly<Record<string, MemberTree>> = {
  ExecuteStatement: honours<ExecuteStatementRequest>({
    resourceArn: true,
    secretArn: true,
    sql: true,
    database: true,
    parameters: true,
    includeResultMetadata: true,
    formatRecordsAs: true,
  }),
}
