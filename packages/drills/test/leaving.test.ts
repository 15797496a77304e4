import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TargetDescription } from '@meridian/operator-tools'
import { expect, it, onTestFinished } from 'vitest'
import { createRecorder } from '../src/history/recorder.ts'
import { createScene, type SceneParts } from '../src/scene.ts'

it('stopping a drill halfway heals what was injected, the last first, and says what could not be healed', async () => {
  const calls: string[] = []
  const server = createServer(({ method, url = '' }, response) => {
    calls.push(`${method} ${url}`)
    const isStuck = method === 'DELETE' && url.endsWith('/f2')
    response.writeHead(isStuck ? 500 : 200).end(JSON.stringify({ id: `f${calls.length}` }))
  }).listen(0, '127.0.0.1')
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
  const scene = createScene(parts)
  await scene.inject({ kind: 'lose-region', region: 'us-east-1' })
  await scene.inject({ kind: 'pause-replication', region: 'us-west-2' })
  await scene.inject({ kind: 'isolate-region', region: 'ap-northeast-2' })
  const { healed, left } = await scene.healBeforeLeaving()
  expect(calls.slice(3)).toEqual(['DELETE /failures/f3', 'DELETE /failures/f2', 'DELETE /failures/f1'])
  expect(healed).toEqual(['isolate-region ap-northeast-2', 'lose-region us-east-1'])
  expect(left).toEqual([expect.stringContaining('pause-replication us-west-2')])
  expect(await scene.healBeforeLeaving()).toEqual({ healed: [], left: [] })
})
