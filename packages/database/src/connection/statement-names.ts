import { createHash } from 'node:crypto'

/** A session keeps every named statement until it ends, so ad-hoc statements must not all get a name. */
const MOST_NAMES = 500

const names = new Map<string, string>()

/** The name under which a statement is prepared on each connection; undefined once too many are in use. */
export function statementName(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined) return known
  if (names.size >= MOST_NAMES) return undefined
  const name = `m_${createHash('sha1').update(sql).digest('base64url').slice(0, 12)}`
  names.set(sql, name)
  return name
}
