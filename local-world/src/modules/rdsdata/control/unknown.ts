import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** Members left out, and why. */
export const UNKNOWN: UnknownMembers = {
  'PostgreSQL’s protocol does not tell it with a result.': {
    ColumnMetadata: [
      'arrayBaseColumnType',
      'isAutoIncrement',
      'isCaseSensitive',
      'isCurrency',
      'isSigned',
      'nullable',
      'precision',
      'scale',
      'schemaName',
      'tableName',
      'type',
    ],
  },
  'Bytes and arrays come as PostgreSQL’s text.': { Field: ['arrayValue', 'blobValue'] },
  'Of Aurora MySQL.': { ExecuteStatementResponse: ['generatedFields'] },
}
