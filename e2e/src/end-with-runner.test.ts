import { EventEmitter, once } from 'node:events'
import { expect, it } from 'vitest'
import { endWithRunner } from './end-with-runner.ts'

/** A worker whose exit is an event. */
function fakeWorker() {
  const worker = new EventEmitter()
  return Object.assign(worker, { exit: (code: number) => worker.emit('exit', code) })
}

it('a worker stops its world and exits when its runner disconnects', async () => {
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

it('a disposed handler no longer listens for the disconnect', () => {
  const worker = fakeWorker()
  const ending = endWithRunner(() => Promise.reject(new Error('stopped twice')), worker)
  ending[Symbol.dispose]()
  expect(worker.listenerCount('disconnect')).toBe(0)
})
