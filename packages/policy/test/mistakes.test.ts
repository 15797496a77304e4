import { describe, expect, it } from 'vitest'
import { plantMistakes } from '../src/index.ts'

const FEWEST = 30
/** The compiler reads the declarations of the database's library, and the program runs once for each setting. */
const PLANTING_MS = 300_000

describe.each(['poc', 'production'] as const)('planted in %s', (stack) => {
  it('every mistake is caught by its layer, and the message names the cause', {
    timeout: PLANTING_MS,
  }, async () => {
    const outcomes = await plantMistakes(stack)
    expect(outcomes.length).toBeGreaterThanOrEqual(FEWEST)
    expect(outcomes.filter(({ isCaught }) => !isCaught)).toEqual([])
  })
})
