import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createSettings } from '../../../kernel/settings.ts'
import { delaysOf, RDS_DELAYS } from './delays.ts'

const SPEC = join(import.meta.dirname, '..', 'SPEC.md')

/** The rows of SPEC.md's table: each delay at pace fast and at pace aws. */
function documented(): { fast: Record<string, number>; aws: Record<string, number> } {
  const rows = [...readFileSync(SPEC, 'utf8').matchAll(/^\| `(\w+)`[^|]*\| ([\d ]+)[^|]*\| ([\d ]+)\|/gm)]
  const column = (index: number) =>
    Object.fromEntries(rows.map((row) => [row[1] ?? '', Number(row[index]?.replaceAll(' ', ''))]))
  return { fast: column(2), aws: column(3) }
}

describe('the named delays', () => {
  it('match the SPEC at both paces', () => {
    expect(documented()).toEqual(RDS_DELAYS)
  })

  it('apply in full at pace aws; at pace fast, only restarts follow the time scale', () => {
    expect(delaysOf(createSettings({ pace: 'aws' }))).toEqual(RDS_DELAYS.aws)
    expect(delaysOf(createSettings({ pace: 'fast' }))).toEqual({ ...RDS_DELAYS.fast, restart: 1_000 })
  })
})
