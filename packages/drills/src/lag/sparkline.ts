import { REGION_IDS } from '@meridian/topology'
import type { LagSample } from './measure-lag.ts'

const BLOCKS = [...'▁▂▃▄▅▆▇█']

/** A line of blocks, the newest values last; a value that nobody knows is a cross. */
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

/** One line for each region, on one scale. */
export function lagChart(samples: readonly LagSample[], width: number): readonly string[] {
  const highest = Math.max(1, ...samples.map(({ lagMs }) => lagMs ?? 0))
  return REGION_IDS.map((region) => {
    const values = samples.filter((sample) => sample.region === region).map(({ lagMs }) => lagMs)
    const last = values.at(-1)
    const now = last === undefined ? 'no answer' : `${last.toFixed(0)} ms`
    return `${region.padEnd(15)}${sparkline(values.slice(-width), highest).padStart(width)} ${now.padStart(9)}`
  })
}
