import { EventEmitter, once } from 'node:events'
import { expect, it } from 'vitest'
import { endWithRunner } from './end-with-runner.ts'

/** A worker whose exit is an event. */
function fakeWorker() {
  const worker = new EventEmitter()
  return Object.assign(worker, { exit: (code: number) => worker.emit('exit', code) })
}

it('a worker whose runner is gone stops what it runs, and ends', async () => {
  const worker = fakeWorker()
  let isStopped = false
  endWithRunner(async () => {
    isStopped = true
  }, worker)
  const ended = once(worker, 'exit')
  worker.emit('disconnect')
  expect(await ended).toEqual([1])
  expect(isStopped).toBe(true)
})

it('a world that was stopped before keeps no worker from its end', () => {
  const worker = fakeWorker()
  const ending = endWithRunner(() => Promise.reject(new Error('stopped twice')), worker)
  ending[Symbol.dispose]()
  expect(worker.listenerCount('disconnect')).toBe(0)
})
