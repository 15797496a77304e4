import { expect, it } from 'vitest'
import { LaunchSlots } from '../../src/modules/ecs/engine/launch-slots.ts'

it('tasks that start wait for a free slot, in order', async () => {
  const slots = new LaunchSlots(1)
  const started: string[] = []
  const first = await slots.take()
  const waiting = ['second', 'third'].map(async (name) => {
    const slot = await slots.take()
    started.push(name)
    return slot
  })
  await Promise.resolve()
  expect(started).toEqual([])
  first.leave()
  const second = await waiting[0]
  expect(started).toEqual(['second'])
  // A second call frees nothing.
  first.leave()
  await Promise.resolve()
  expect(started).toEqual(['second'])
  second?.leave()
  await waiting[1]
  expect(started).toEqual(['second', 'third'])
})
