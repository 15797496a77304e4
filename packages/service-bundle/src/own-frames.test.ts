import { decode, encode } from '@jridgewell/sourcemap-codec'
import { expect, it } from 'vitest'
import { mapOwnFrames } from './own-frames.ts'

it('drops mappings into node_modules, and marks where a mapped range ends', () => {
  const map = mapOwnFrames({
    sources: ['../../node_modules/a/index.js', '../src/app.ts'],
    mappings: encode([
      [[0, 0, 4, 0]],
      [
        [0, 1, 7, 2],
        [9, 0, 5, 0],
        [12, 0, 6, 0],
        [20, 1, 8, 0],
      ],
    ]),
  })
  expect(map?.sources).toEqual(['../src/app.ts'])
  expect(decode(map?.mappings ?? '')).toEqual([[], [[0, 0, 7, 2], [9], [20, 0, 8, 0]]])
})

it('returns no map for a file of libraries only', () => {
  expect(mapOwnFrames({ sources: ['../node_modules/a/index.js'], mappings: 'AAAA' })).toBeUndefined()
})
