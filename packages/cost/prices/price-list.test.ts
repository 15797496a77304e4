import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { PriceMissingError } from '../src/errors.ts'
import { UNITS } from '../src/price-list.ts'
import { PRICES_2026_11 } from './2026-11.ts'

const { entries } = PRICES_2026_11

describe('the price list', () => {
  it('gives every entry a price above zero, a known unit, a source and a date', () => {
    const wrong = entries.filter(
      ({ usd, unit, source, readOn }) =>
        !(usd > 0) || !UNITS.includes(unit) || source === '' || !/^\d{4}-\d{2}-\d{2}$/.test(readOn),
    )
    expect(wrong).toEqual([])
  })

  it('lists each price for all regions, or once as global', () => {
    const regionsOf = Map.groupBy(entries, ({ id }) => id)
    const odd = [...regionsOf].filter(([, group]) => {
      const regions = group.map(({ region }) => region).sort()
      return regions.join() !== 'global' && regions.join() !== [...REGION_IDS].sort().join()
    })
    expect(odd.map(([id]) => id)).toEqual([])
  })

  it('marks a price without a source as quoted from memory', () => {
    const unsure = entries.filter(
      ({ source, confidence }) => source === 'none' && !confidence.includes('memory'),
    )
    expect(unsure).toEqual([])
  })

  it('lists no price that no pricing function uses', () => {
    const folder = join(import.meta.dirname, '../src/pricing')
    const code = readdirSync(folder)
      .filter((file) => !file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n')
    const asked = (id: string) =>
      code.includes(`'${id}'`) ||
      TEMPLATES.some((template) => template.test(id) && code.includes(sourceOf(template)))
    expect([...new Set(entries.map(({ id }) => id))].filter((id) => !asked(id))).toEqual([])
  })

  it('refuses a price that it does not list, by name and region', () => {
    expect(() => PRICES_2026_11.entry('nat-hour', 'eu-west-1')).toThrow(PriceMissingError)
    expect(() => PRICES_2026_11.entry('nat-hour', 'eu-west-1')).toThrow(/"nat-hour" for eu-west-1/)
  })
})

/** Ids that are composed at the point of use. */
const TEMPLATES = [
  /^fargate-(x86|arm)-(vcpu|gb)$/,
  /^fargate-spot-(x86|arm)-(vcpu|gb)$/,
  /^cloudfront-https-/,
  /^cloudfront-gb-/,
  /^cloudfront-origin-gb-/,
]

/** Such an id as written in the source, up to the variable part. */
const sourceOf = (template: RegExp): string =>
  `\`${template.source.replace(/^\^/, '').replace(/\(.*$/, '')}\${`
