import { styleText } from 'node:util'
import type { Wan } from '../wan/wan.ts'
import type { WorldSettings } from '../world/settings.ts'

/** The distances in force, as a person compares them with what was measured. */
export function linkTable(links: ReturnType<Wan['table']>, settings: WorldSettings): string {
  const heading = styleText('bold', `Round trips (table ${settings.wan.table}, pace ${settings.pace})`)
  const width = Math.max(0, ...links.map(({ from, to }) => `${from} – ${to}`.length))
  const rows = links.map(({ from, to, state }) => {
    const distance = state.isCut ? 'cut' : `${state.rttMs} ms`
    return `  ${`${from} – ${to}`.padEnd(width)}  ${distance.padStart(7)}`
  })
  return [heading, ...rows].join('\n')
}
