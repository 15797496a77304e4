import type { UnknownMembers } from '../../../kernel/unknown-members.ts'

/** What its answers leave out, and why. */
export const UNKNOWN: UnknownMembers = {
  'Not answered yet.': {
    ExecuteStatementResponse: ['generatedFields'],
    Field: ['blobValue', 'arrayValue'],
    ColumnMetadata: [
      'type',
      'schemaName',
      'tableName',
      'isAutoIncrement',
      'isSigned',
      'isCurrency',
      'isCaseSensitive',
      'nullable',
      'precision',
      'scale',
      'arrayBaseColumnType',
    ],
  },
}
