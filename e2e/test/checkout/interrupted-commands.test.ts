import { describe, expect, it } from 'vitest'
import { COLUMNS, CTRL_C, hasTerminals, lineOf, onTerminal } from '../../src/terminal.ts'

const INTERRUPTED = 130
/** Usually a second or two, but the machine may be busy. */
const MOST_MS = 10_000

/** Long commands that need no world, and the output after which Ctrl-C is typed, when each is in the middle of its work. */
const LONG = [
  ['plan', [], /running the program/],
  ['cost', [], /running the program/],
  ['permissions', [], /running the program/],
  ['policy', [], /running the program/],
  ['docs', ['--check'], /running the program/],
  ['rehearse-up', [], /running the program/],
  ['check', [], /Checking \d things/],
  ['test', ['--part', 'static'], /Checking \d things/],
  ['bench', ['request-path'], /── request-path/],
  ['failure-schedules', ['--count', '1', '--no-report'], /Playing 1 schedule/],
  ['series', ['switchover', '--runs', '1', '--no-report'], /Starting a world/],
  ['start', [], /Program infra\/pulumi/],
  ['soak', ['--no-report'], /Program infra\/pulumi/],
] as const

describe.runIf(hasTerminals)('Ctrl-C', () => {
  it.each(LONG)(
    'ends %s at once with exit code 130, names the next step and leaves nothing behind',
    async (name, args, after) => {
      const { exitCode, said, tookMs, left } = await onTerminal(lineOf(name, args), {
        types: { text: CTRL_C, after },
      })
      expect(said).toMatch(/Stopped .*\. The same command begins again/)
      expect(exitCode).toBe(INTERRUPTED)
      expect(tookMs).toBeLessThan(MOST_MS)
      expect(left).toEqual({ files: [], processes: [] })
      expect(said.split('\n').filter((line) => line.length > COLUMNS)).toEqual([])
    },
  )
})
