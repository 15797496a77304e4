import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetDescription } from '@meridian/operator-tools'
import { expect, it, onTestFinished } from 'vitest'
import { createRecorder } from '../src/history/recorder.ts'
import { createScene, type SceneParts } from '../src/scene.ts'

async function sceneBeside(endpoint: RequestListener) {
  const server = createServer(endpoint).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const failures = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const target = { name: 'local', failures, token: 't' } as TargetDescription
  const parts = {
    target,
    aws: {},
    recorder: createRecorder(() => 0),
    journalFolder: '',
    onPhase() {},
  } as unknown as SceneParts
  return createScene(parts)
}

it('stopping a drill heals its injected failures, the last first, and reports what could not be healed', async () => {
  const calls: string[] = []
  const scene = await sceneBeside(({ method, url = '' }, response) => {
    calls.push(`${method} ${url}`)
    const isStuck = method === 'DELETE' && url.endsWith('/f2')
    response.writeHead(isStuck ? 500 : 200).end(JSON.stringify({ id: `f${calls.length}` }))
  })
  await scene.inject({ kind: 'lose-region', region: 'us-east-1' })
  await scene.inject({ kind: 'pause-replication', region: 'us-west-2' })
  await scene.inject({ kind: 'isolate-region', region: 'ap-northeast-2' })
  const { healed, left } = await scene.healBeforeLeaving()
  expect(calls.slice(3)).toEqual(['DELETE /failures/f3', 'DELETE /failures/f2', 'DELETE /failures/f1'])
  expect(healed).toEqual(['isolate-region ap-northeast-2', 'lose-region us-east-1'])
  expect(left).toEqual([expect.stringContaining('pause-replication us-west-2')])
  expect(await scene.healBeforeLeaving()).toEqual({ healed: [], left: [] })
})

it('a failure whose injection is under way when the drill is stopped is healed as well', async () => {
  const waiting: (() => void)[] = []
  const healed: string[] = []
  const asked = Promise.withResolvers<void>()
  const scene = await sceneBeside(({ method, url = '' }, response) => {
    if (method === 'POST') waiting.push(() => response.end(JSON.stringify({ id: 'f1' })))
    else healed.push(url)
    if (method === 'DELETE') response.end()
    asked.resolve()
  })
  const injected = scene.inject({ kind: 'lose-region', region: 'us-east-1' })
  await asked.promise
  const leaving = scene.healBeforeLeaving()
  waiting[0]?.()
  await injected
  expect(await leaving).toEqual({ healed: ['lose-region us-east-1'], left: [] })
  expect(healed).toEqual(['/failures/f1'])
})

it('a story that is being stopped injects no more failures', async () => {
  const calls: string[] = []
  const scene = await sceneBeside(({ method }, response) => {
    calls.push(`${method}`)
    response.end(JSON.stringify({ id: 'f1' }))
  })
  await scene.healBeforeLeaving()
  void scene.inject({ kind: 'lose-region', region: 'us-east-1' })
  expect(await scene.healBeforeLeaving()).toEqual({ healed: [], left: [] })
  expect(calls).toEqual([])
})
