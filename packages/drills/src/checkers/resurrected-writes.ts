import type { History } from '../history/history.ts'

export interface ResurrectedWrite {
  readonly id: string
  /** Found after the system had said otherwise. */
  readonly detail: string
}

/** Rows that an earlier sweep found missing and a later one found: a write once lost must stay lost. */
export function findResurrectedWrites({ exchanges }: History): readonly ResurrectedWrite[] {
  const goneSince = new Map<string, number>()
  const found: ResurrectedWrite[] = []
  for (const { start, end } of exchanges) {
    if (start.action !== 'sweep' || end?.type !== 'ok' || start.id === undefined) continue
    const sweep = start.sweep ?? 0
    const since = goneSince.get(start.id)
    if (end.isFound !== true) goneSince.set(start.id, since ?? sweep)
    else if (since !== undefined && since < sweep)
      found.push({ id: start.id, detail: `missing in sweep ${since}, found in sweep ${sweep}` })
  }
  return found
}
