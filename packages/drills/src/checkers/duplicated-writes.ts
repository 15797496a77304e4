import type { History } from '../history/history.ts'

export interface DuplicatedWrite {
  readonly key: string
  /** Rows that still exist at the end. */
  readonly ids: readonly string[]
}

/**
 * Keys under which more than one row was stored. If a key's first row was lost and the key was then stored again, it has two
 * ids but one row: a lost write, not a duplicated one. A sweep that can list rows with their keys also finds rows that were
 * never acknowledged.
 */
export function findDuplicatedWrites({
  acknowledged,
  exchanges,
  missing,
}: History): readonly DuplicatedWrite[] {
  const idsByKey = new Map<string, Set<string>>()
  const add = (key: string, id: string) => idsByKey.set(key, (idsByKey.get(key) ?? new Set()).add(id))
  for (const { key, id } of acknowledged) add(key, id)
  for (const { start, end } of exchanges)
    if (start.action === 'sweep' && end?.isFound && start.key !== undefined && start.id !== undefined)
      add(start.key, start.id)
  return [...idsByKey]
    .map(([key, ids]) => ({ key, ids: [...ids].filter((id) => !missing.has(id)) }))
    .filter(({ ids }) => ids.length > 1)
}
