import pg from 'pg'

const TIMESTAMPTZ = pg.types.builtins.TIMESTAMPTZ
const DATE = pg.types.builtins.DATE

/**
 * Column parsers: instants stay text (ISO 8601, UTC) and dates stay dates.
 *
 * `pg` would parse both into a Date (dates in the process's time zone), only for the response to format it again.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === TIMESTAMPTZ) return toInstant
      if (oid === DATE) return String
    }
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

/** `2026-11-21 08:00:00.5+00` → `2026-11-21T08:00:00.500Z`. */
export function toInstant(text: string): string {
  if (!text.endsWith('+00')) return text.endsWith('infinity') ? text : new Date(text).toISOString()
  const milliseconds = text.length > 22 ? text.slice(19, -3).slice(0, 4).padEnd(4, '0') : '.000'
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${milliseconds}Z`
}
