import { REGION_IDS } from '@meridian/topology'
import { percentile } from '../statistics.ts'
import type { LagSample } from './measure-lag.ts'

const BLOCKS = [...'▁▂▃▄▅▆▇█']

/** A line of blocks, newest value last; an unknown value is a cross. */
export function sparkline(values: readonly (number | undefined)[], highest: number): string {
  const scale = Math.max(highest, 1)
  return values
    .map((value) => {
      if (value === undefined) return '×'
      const level = Math.floor((Math.min(Math.max(value, 0), scale) / scale) * (BLOCKS.length - 1))
      return BLOCKS[level] ?? '▁'
    })
    .join('')
}

/** For the region's name, its newest value and its percentiles. */
const MARGIN_COLUMNS = 58
const MOST_CURVE_COLUMNS = 100
/** A narrower curve is unreadable; where even this does not fit, lines are cut off on the right. */
const LEAST_CURVE_COLUMNS = 8

/**
 * One line for each region, on one scale: the curve of its newest values, the newest one, the percentiles of all. No line
 * is longer than `columns`: one that a terminal wraps would be two.
 */
export function lagChart(samples: readonly LagSample[], columns: number): readonly string[] {
  const highest = Math.max(1, ...samples.map(({ lagMs }) => lagMs ?? 0))
  const width = Math.min(MOST_CURVE_COLUMNS, Math.max(LEAST_CURVE_COLUMNS, columns - MARGIN_COLUMNS))
  return REGION_IDS.map((region) => {
    const values = samples.filter((sample) => sample.region === region).map(({ lagMs }) => lagMs)
    const last = values.at(-1)
    const now = last === undefined ? 'no answer' : `${last.toFixed(0)} ms`
    const curve = sparkline(values.slice(-width), highest).padStart(width)
    return `${region.padEnd(15)}${curve} ${now.padStart(9)}${percentiles(values)}`.slice(0, columns)
  })
}

const SHOWN_PERCENTILES = [50, 95, 99]

function percentiles(values: readonly (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined)
  if (known.length === 0) return ''
  return SHOWN_PERCENTILES.map(
    (percent) =>
      `  p${percent} ${percentile(known, percent / 100)
        .toFixed(0)
        .padStart(5)}`,
  ).join('')
}
