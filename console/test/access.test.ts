// A web page in the operator's browser, another user of the machine, and the person with a link.
import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openLink, startTestConsole } from './running-console.ts'
import { worldDescription } from './world-description.ts'

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers: Readonly<Record<string, string>>
}

/** `fetch` sets Host and Sec-Fetch-Site itself. */
function statusOf(port: number, { method = 'GET', path = '/', headers }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('error', reject).end()
  })
}

const WORLD = worldDescription('http://127.0.0.1:1')
const EVIL = 'https://evil.example'

describe('a page of another origin', () => {
  it.each([
    [
      'a form that posts itself',
      { method: 'POST', headers: { origin: EVIL, 'sec-fetch-site': 'cross-site' } },
    ],
    ['an image', { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' } }],
    [
      'a page of another port',
      { headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' } },
    ],
    ['a frame without an origin', { method: 'POST', headers: { origin: 'null' } }],
    [
      'a preflight',
      { method: 'OPTIONS', headers: { origin: EVIL, 'access-control-request-method': 'POST' } },
    ],
    [
      'a foreign host name that resolves to this machine',
      { headers: { host: 'evil.example', 'sec-fetch-site': 'same-origin' } },
    ],
    ['a host name that begins with this machine’s', { headers: { host: '127.0.0.1.evil.example' } }],
    ['this machine’s address with another port', { headers: { host: '127.0.0.1:1' } }],
  ])('gets 403 for %s, even with a session cookie', async (_, sent) => {
    const { newLink, port } = await startTestConsole()
    const cookie = await openLink(newLink())
    for (const path of ['/', '/api/session', '/api/events', '/api/links'])
      expect(await statusOf(port, { ...sent, path, headers: { cookie, ...sent.headers } })).toBe(403)
  })
})

describe('a link', () => {
  it('opens the console once, and redirects to a URL without it', async () => {
    const { newLink, url, port } = await startTestConsole()
    const link = newLink()
    const opened = await fetch(link, { redirect: 'manual' })
    expect(opened.status).toBe(303)
    expect(opened.headers.get('location')).toBe('/')
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      new RegExp(`^meridian-console-${port}=\\S+; Path=/; HttpOnly; SameSite=Strict; Max-Age=\\d+$`),
    )
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    expect((await fetch(url, { headers })).status).toBe(200)
    const again = await fetch(link, { redirect: 'manual' })
    expect(again.headers.get('set-cookie')).toBeNull()
    expect((await fetch(link)).status).toBe(401)
    expect(
      (await fetch(url, { headers: { cookie: `meridian-console-${port}=guessed.guessed` } })).status,
    ).toBe(401)
  })

  it('is issued for the token of the world, not for a session cookie', async () => {
    const { newLink, url, describeWorld } = await startTestConsole()
    const ask = (headers: Record<string, string>) => fetch(`${url}api/links`, { method: 'POST', headers })
    expect((await ask({ authorization: 'Bearer undefined' })).status).toBe(401)
    describeWorld(WORLD)
    expect((await ask({ cookie: await openLink(newLink()) })).status).toBe(401)
    expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401)
    const given = await ask({ authorization: `Bearer ${WORLD.token}` })
    const { url: link } = (await given.json()) as { url: string }
    expect(await openLink(link)).not.toBe('')
  })
})

it('the next run of the console accepts the session of an open page, at the same URL', async () => {
  const first = await startTestConsole()
  const cookie = await openLink(first.newLink())
  await first.stop()
  const second = await startTestConsole({ folder: first.folder })
  expect(second.url).toBe(first.url)
  expect((await fetch(second.url, { headers: { cookie } })).status).toBe(200)
})

it('the console takes another port when that of its last run is in use', async () => {
  const first = await startTestConsole()
  const second = await startTestConsole({ folder: first.folder })
  expect(second.port).not.toBe(first.port)
  expect(await openLink(second.newLink())).not.toBe('')
})
