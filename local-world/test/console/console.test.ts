import { sampleGraph } from '@meridian/resource-graph/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startConsole } from '../../src/console/index.ts'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { RunningWorld } from '../../src/world/start-world.ts'

async function consoleOf(subject: string) {
  const journal = createJournal(createManualClock())
  const state = { rttMs: 178, jitterMs: 1, bandwidthMbps: 1_000, isCut: true }
  const world = {
    graph: sampleGraph([]),
    journal,
    wan: { table: () => [{ from: 'us-east-1', to: 'seoul', state }] },
    addresses: () => [{ section: 'Edges', label: '<b>Seoul</b>', address: 'http://127.0.0.1:1' }],
    // The console looks at nothing else of a world.
  } as unknown as RunningWorld
  journal.record({ module: 'rds', event: 'writer promoted', subject })
  const running = await startConsole(world)
  onTestFinished(() => running[Symbol.asyncDispose]())
  return { url: running.url, journal }
}

describe('the console', () => {
  it('shows addresses and links, with whatever they contain as text', async () => {
    const { url } = await consoleOf('meridian-usw2')
    const page = await (await fetch(url)).text()
    expect(page).toContain('&lt;b&gt;Seoul&lt;/b&gt;')
    expect(page).toContain('us-east-1 – seoul</th><td>cut')
  })

  it('streams what has happened, then what happens', async () => {
    const { url, journal } = await consoleOf('meridian-usw2')
    const stop = new AbortController()
    const answer = await fetch(new URL('/journal', url), { signal: stop.signal })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toContain('"event":"writer promoted"')
    journal.record({ module: 'ecs', event: 'task replaced', subject: 'task' })
    expect((await reader.read()).value).toContain('"event":"task replaced"')
    stop.abort()
  })

  it('says what there is when asked for something else', async () => {
    const { url } = await consoleOf('meridian-usw2')
    expect((await fetch(new URL('/nothing', url))).status).toBe(404)
  })
})
