import { describe, expect, it } from 'vitest'
import { behavior, edgeFunction, exampleGraph, functionArn } from './example-program.ts'
import { ask } from './http-client.ts'
import { startTestWorld } from './stand-ins.ts'

/** A distribution whose default behaviour runs this code. */
function graphWith(code: string, eventType = 'viewer-request') {
  const functionAssociations = [{ eventType, functionArn: functionArn('tested') }]
  const defaultCacheBehavior = behavior('nearest', { functionAssociations })
  return exampleGraph({ defaultCacheBehavior }, edgeFunction('tested', code))
}

async function answerOf(code: string, eventType?: string, path = '/p?a=1&a=2&b=') {
  await using world = await startTestWorld(graphWith(code, eventType))
  const answer = await ask(world.cdn.edges[0]!.port, { path, headers: { cookie: 'c=1', 'x-viewer': 'me' } })
  return { ...answer, origin: [...world.nearest.requests, ...world.next.requests][0] }
}

describe('a viewer-request function', () => {
  it('changes path, query, headers and cookies', async () => {
    const { origin } = await answerOf(`
      async function handler(event) {
        const request = event.request
        request.uri = '/changed'
        request.querystring.b = { value: '3' }
        request.headers['x-ip'] = { value: event.viewer.ip }
        request.cookies.d = { value: '2' }
        return request
      }`)
    expect(origin?.url).toBe('/changed?a=1&a=2&b=3')
    expect(origin?.headers).toMatchObject({ 'x-ip': '198.18.82.250', 'x-viewer': 'me', cookie: 'c=1; d=2' })
  })

  it('generates a response', async () => {
    const answer = await answerOf(`
      function handler() {
        return { statusCode: 302, headers: { location: { value: '/ko' } }, cookies: { a: { value: '1' } } }
      }`)
    expect(answer).toMatchObject({
      status: 302,
      headers: {
        location: '/ko',
        'set-cookie': ['a=1'],
        'x-cache': 'FunctionGeneratedResponse from cloudfront',
      },
    })
    expect(answer.origin).toBeUndefined()
  })

  it('chooses an origin', async () => {
    const answer = await answerOf(`
      import cf from 'cloudfront'
      function handler(event) { cf.selectRequestOriginById('next'); return event.request }`)
    expect(answer.body).toBe('next')
  })

  it.each([
    ['throws', 'function handler() { throw new Error("no") }'],
    ['returns nothing', 'function handler() {}'],
    ['never ends', 'function handler() { for (;;); }'],
    [
      'chooses an origin that does not exist',
      "import cf from 'cloudfront'\nfunction handler(event) { cf.selectRequestOriginById('gone'); return event.request }",
    ],
    [
      'creates an origin group of three',
      "import cf from 'cloudfront'\nfunction handler(event) { cf.createRequestOriginGroup({originIds:[{originId:'a'},{originId:'b'},{originId:'c'}], failoverCriteria:{statusCodes:[500]}}); return event.request }",
    ],
  ])('that %s makes the response 503', async (_, code) => {
    const answer = await answerOf(code)
    expect(answer.status).toBe(503)
    expect(answer.origin).toBeUndefined()
  })

  it('has no access to files, the network or the process', async () => {
    const answer = await answerOf(
      'function handler() { return { statusCode: 200, body: [typeof process, typeof require, typeof fetch].join() } }',
    )
    expect(answer.body).toBe('undefined,undefined,undefined')
  })
})

describe('a viewer-response function', () => {
  it('changes headers and status, but not the body', async () => {
    const answer = await answerOf(
      `function handler(event) {
        event.response.headers['x-seen'] = { value: event.request.method }
        event.response.statusCode = 203
        return event.response
      }`,
      'viewer-response',
    )
    expect(answer).toMatchObject({ status: 203, body: 'nearest', headers: { 'x-seen': 'GET' } })
  })

  it('that throws makes the response 503', async () => {
    const answer = await answerOf('function handler() { throw new Error("no") }', 'viewer-response')
    expect(answer.status).toBe(503)
  })
})

it('a function that does not compile keeps the world from starting, and is named', async () => {
  await expect(startTestWorld(graphWith('function handler( {'))).rejects.toThrow(
    /tested: the code does not run/,
  )
})
