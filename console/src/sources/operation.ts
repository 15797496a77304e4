import type { OperationView } from '../../shared/operations.ts'
import type { Operator } from '../actions/operator.ts'
import type { Source } from '../watch/source.ts'

/** The newest role change, from its journal on disk, even if it was started in a terminal. */
export const operationSource = (operator: Operator): Source<OperationView | null> => ({
  key: 'operation',
  everyMs: 1_000,
  async read() {
    return operator.newest() ?? null
  },
})
