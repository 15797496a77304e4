// What the console's page may do, and what it gets, over HTTP.
import { describe, expect, it } from 'vitest'
import { openLink, startTestConsole } from './running-console.ts'

async function openedConsole() {
  const running = await startTestConsole()
  const cookie = await openLink(running.newLink())
  const origin = running.url.slice(0, -1)
  const session = await fetch(`${origin}/api/session`, { headers: { cookie } })
  const { changeToken } = (await session.json()) as { changeToken: string }
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: {
        cookie,
        origin,
        'x-meridian-change': changeToken,
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    })
  return { ...running, cookie, origin, post }
}

describe('a change', () => {
  it('needs the change token of its session and the console’s own origin', async () => {
    const { post } = await openedConsole()
    const lose = { kind: 'lose-region', region: 'us-east-1' }
    expect((await post('/api/failures', lose, { 'x-meridian-change': '' })).status).toBe(403)
    expect((await post('/api/failures', lose, { 'x-meridian-change': 'guessed' })).status).toBe(403)
    expect((await post('/api/failures', lose, { origin: 'http://localhost:3000' })).status).toBe(403)
    // With both it gets as far as the world, but none runs here.
    const answer = await post('/api/failures', lose)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('npm start')
  })

  it('is refused with 400 when its arguments are invalid', async () => {
    const { post } = await openedConsole()
    expect((await post('/api/operations/plan', { kind: 'failover', to: 'mars' })).status).toBe(400)
    expect((await post('/api/operations', { kind: 'failover', to: 'us-west-2' })).status).toBe(400)
  })
})

describe('the event stream', () => {
  it('reports a failure and no value for a source while no world runs', async () => {
    const { origin, cookie } = await openedConsole()
    const stop = new AbortController()
    const answer = await fetch(`${origin}/api/events`, { headers: { cookie }, signal: stop.signal })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    const heard = new Map<string, { value?: unknown; failure?: { message: string } }>()
    while (!heard.get('database')?.failure) {
      const { value = '' } = await reader.read()
      for (const [, data = ''] of value.matchAll(/^data: (.*)$/gm))
        for (const reading of JSON.parse(data).readings) heard.set(reading.key, reading)
    }
    stop.abort()
    expect(heard.get('database')?.failure?.message).toContain('npm start')
    expect(heard.get('database')?.value).toBeUndefined()
  })
})
