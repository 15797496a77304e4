import { CITY_IDS, type Place, placeName, REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { createSettings } from '../kernel/settings.ts'
import { addressBlock } from './address-block.ts'
import { linkTable } from './link-table.ts'
import { createProgressView } from './progress-view.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are what is removed
const plain = (text: string) => text.replace(/\x1b\[\d+m/g, '')

describe('the block of addresses', () => {
  it('aligns its columns across all sections', () => {
    const block = addressBlock([
      { section: 'Edges', label: 'seoul', address: 'http://127.0.0.1:4001', name: 'd1.cloudfront.net' },
      { section: 'DNS', label: 'server', address: '127.0.0.1:5353' },
    ])
    expect(plain(block)).toBe(
      ['Edges', '  seoul   http://127.0.0.1:4001  d1.cloudfront.net', 'DNS', '  server  127.0.0.1:5353'].join(
        '\n',
      ),
    )
  })
})

describe('the table of distances', () => {
  it('lists every place and region, and marks cut links', () => {
    const link = (from: Place, to: Place) => ({
      rttMs: 7,
      jitterMs: 1,
      bandwidthMbps: 1,
      isCut: placeName(from) === 'seoul (city)' && placeName(to) === 'us-east-1',
    })
    const table = plain(linkTable({ link }, createSettings()))
    expect(table.split('\n')).toHaveLength(2 + REGION_IDS.length + CITY_IDS.length)
    expect(table).toMatch(/table measured-2017, ± 1 each way, pace fast/)
    expect(table).toMatch(/Seoul +cut +7 +7/)
  })
})

describe('progress without a terminal', () => {
  it('prints one timestamped line per change, with how long it took', () => {
    let nowMs = Date.UTC(2026, 0, 1, 12)
    let written = ''
    const view = createProgressView({ write: (text: string) => (written += text) }, () => nowMs)
    view.show({ module: 'rds', subject: 'meridian-use1-0', state: 'starting' })
    nowMs += 1_500
    view.show({ module: 'rds', subject: 'meridian-use1-0', state: 'ready', note: 'writer' })
    expect(plain(written).split('\n')).toEqual([
      expect.stringMatching(/^12:00:00 · rds +meridian-use1-0/),
      expect.stringMatching(/^12:00:01 ✔ rds +meridian-use1-0 +1\.5 s {2}writer$/),
      '',
    ])
  })
})

describe('progress on a terminal', () => {
  it('keeps a line for each finished step and clears the live one at the end', () => {
    let written = ''
    const view = createProgressView(
      { isTTY: true, columns: 60, write: (text: string) => (written += text) },
      () => 0,
    )
    view.show({ module: 'ecs', subject: 'frontend', state: 'starting' })
    view.show({ module: 'ecs', subject: 'frontend', state: 'ready' })
    view.end()
    expect(plain(written)).toContain('✔ ecs')
    expect(written.endsWith('\r\x1b[K')).toBe(true)
  })
})
