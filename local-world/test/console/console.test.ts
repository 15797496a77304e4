import { sampleGraph } from '@meridian/resource-graph/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startConsole } from '../../src/console/index.ts'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createTrust } from '../../src/kernel/trust/trust.ts'
import type { RunningWorld } from '../../src/world/start-world.ts'

async function consoleOf(subject: string) {
  const journal = createJournal(createManualClock())
  const trust = createTrust()
  const state = { rttMs: 178, jitterMs: 1, bandwidthMbps: 1_000, isCut: true }
  const world = {
    graph: sampleGraph([]),
    journal,
    trust,
    wan: { table: () => [{ from: 'us-east-1', to: 'seoul', state }] },
    addresses: () => [{ section: 'Edges', label: '<b>Seoul</b>', address: 'http://127.0.0.1:1' }],
    // The console looks at nothing else of a world.
  } as unknown as RunningWorld
  journal.record({ module: 'rds', event: 'writer promoted', subject })
  const running = await startConsole(world)
  onTestFinished(() => running[Symbol.asyncDispose]())
  const get = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, running.url), {
      headers: { authorization: `Bearer ${trust.token}` },
      redirect: 'manual',
      ...init,
    })
  return { ...running, port: Number(new URL(running.url).port), journal, get }
}

describe('the console', () => {
  it('shows addresses and links, with whatever they contain as text', async () => {
    const { get } = await consoleOf('meridian-usw2')
    const page = await (await get('/')).text()
    expect(page).toContain('&lt;b&gt;Seoul&lt;/b&gt;')
    expect(page).toContain('us-east-1 – seoul</th><td>cut')
  })

  it('streams what has happened, then what happens', async () => {
    const { get, journal } = await consoleOf('meridian-usw2')
    const stop = new AbortController()
    const answer = await get('/journal', { signal: stop.signal })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toContain('"event":"writer promoted"')
    journal.record({ module: 'ecs', event: 'task replaced', subject: 'task' })
    expect((await reader.read()).value).toContain('"event":"task replaced"')
    stop.abort()
  })

  it('says what there is when asked for something else', async () => {
    const { get } = await consoleOf('meridian-usw2')
    expect((await get('/nothing')).status).toBe(404)
  })

  it('opens by a link, once, and knows the browser by a cookie that no page and no script can use', async () => {
    const { get, newLink, port } = await consoleOf('meridian-usw2')
    const link = newLink()
    const opened = await get(link, { headers: {} })
    expect(opened.status).toBe(303)
    expect(opened.headers.get('location')).toBe('/')
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      new RegExp(`^meridian-console-${port}=\\S{32}; Path=/; HttpOnly; SameSite=Strict$`),
    )
    const headers = { cookie: `other=1; ${cookie.split(';')[0]}` }
    expect((await get('/', { headers })).status).toBe(200)
    // The link is spent; a browser that is in already is not thrown out by it.
    expect((await get(link, { headers: {} })).status).toBe(401)
    expect((await get(link, { headers })).status).toBe(200)
    expect((await get('/', { headers: { cookie: `meridian-console-${port}=guessed` } })).status).toBe(401)
  })

  it('gives another link to those who have the token, not to a browser that is in', async () => {
    const { get, newLink } = await consoleOf('meridian-usw2')
    const asked = await get('/links', { method: 'POST' })
    const { url } = (await asked.json()) as { url: string }
    const opened = await get(url, { headers: {} })
    expect(opened.status).toBe(303)
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await get('/links', { method: 'POST', headers: { cookie } })).status).toBe(401)
    expect(newLink()).not.toBe(url)
  })
})
