import { styleText } from 'node:util'
import { CITIES, CITY_IDS, inCity, inRegion, type Place, REGION_IDS } from '@meridian/topology'
import type { WorldSettings } from '../kernel/settings.ts'
import type { Wan } from '../kernel/wan.ts'

const LABEL_WIDTH = 16

/** The configured distances from every place to every region, for comparison with measurements. */
export function linkTable(wan: Pick<Wan, 'link'>, settings: Pick<WorldSettings, 'pace' | 'wan'>): string {
  const heading = styleText(
    'bold',
    `Round trips in ms (table ${settings.wan.table}, ± ${settings.wan.jitterMs} each way, pace ${settings.pace})`,
  )
  const head = `  ${''.padEnd(LABEL_WIDTH)}${REGION_IDS.map((region) => region.padStart(16)).join('')}`
  const regions = REGION_IDS.map((region) => row(region, inRegion(region)))
  const cities = CITY_IDS.map((city) => row(CITIES[city].label, inCity(city)))
  return [heading, head, ...regions, ...cities].join('\n')

  function row(label: string, from: Place): string {
    const cells = REGION_IDS.map((region) => {
      const { rttMs, isCut } = wan.link(from, inRegion(region))
      return (isCut ? 'cut' : String(rttMs)).padStart(16)
    })
    return `  ${label.padEnd(LABEL_WIDTH)}${cells.join('')}`
  }
}
