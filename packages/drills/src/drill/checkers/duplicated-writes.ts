import type { History } from '../history/history.ts'

export interface DuplicatedWrite {
  readonly key: string
  /** Rows that all exist at the end. */
  readonly ids: readonly string[]
}

/**
 * Keys under which more than one row was stored. A key whose first row was lost and that was then stored anew has two
 * ids and one row: that is a lost write, not a duplicated one.
 */
export function findDuplicatedWrites({ acknowledged, missing }: History): readonly DuplicatedWrite[] {
  const idsByKey = new Map<string, Set<string>>()
  for (const { key, id } of acknowledged) {
    const ids = idsByKey.get(key) ?? new Set()
    idsByKey.set(key, ids.add(id))
  }
  return [...idsByKey]
    .map(([key, ids]) => ({ key, ids: [...ids].filter((id) => !missing.has(id)) }))
    .filter(({ ids }) => ids.length > 1)
}
