import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createProgress } from './progress.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T09:00:00Z') }))
afterEach(() => void vi.useRealTimers())

function startProgress(isTTY: boolean, columns = 80) {
  const written: string[] = []
  const stream = {
    isTTY,
    columns,
    write: (text: string) => written.push(text) > 0,
  } as unknown as NodeJS.WriteStream
  return { written, progress: createProgress(stream) }
}

describe('a wait on a terminal', () => {
  it('is one line that counts seconds once it takes long, and is then removed', () => {
    const { written, progress } = startProgress(true)
    progress.wait('asking AWS')
    vi.advanceTimersByTime(3_000)
    progress.end()
    expect(written.map((text) => text.replace('\r\u001b[2K', ''))).toEqual([
      'asking AWS',
      'asking AWS',
      '2 s asking AWS',
      '3 s asking AWS',
      '',
    ])
    expect(written.join('')).not.toContain('\n')
  })

  it('never wraps, because a second row could not be removed', () => {
    const { written, progress } = startProgress(true, 20)
    progress.show(1, 4, 'a step whose name is longer than the terminal is wide')
    expect(written[0]?.replace('\r\u001b[2K', '')).toBe('2/4 a step whose na')
  })
})

describe('a wait without a terminal', () => {
  it('prints a dated line, another every 15 s while it lasts, and no cursor movement', () => {
    const { written, progress } = startProgress(false)
    progress.show(0, 4, 'databases')
    vi.advanceTimersByTime(31_000)
    progress.wait('asking AWS')
    progress.end()
    vi.advanceTimersByTime(60_000)
    expect(written).toEqual([
      '2026-11-21T09:00:00.000Z 1/4 databases\n',
      '2026-11-21T09:00:15.000Z still, after 15 s: 1/4 databases\n',
      '2026-11-21T09:00:30.000Z still, after 30 s: 1/4 databases\n',
      '2026-11-21T09:00:31.000Z asking AWS\n',
    ])
  })

  it('prints at most one line a second for quick steps, and always the last one', () => {
    const { written, progress } = startProgress(false)
    for (let sample = 0; sample < 50; sample += 1) {
      progress.show(sample, 50, 'sampled')
      vi.advanceTimersByTime(200)
    }
    progress.end()
    expect(written).toHaveLength(11)
    expect(written.at(-1)).toContain('50/50 sampled')
  })
})
