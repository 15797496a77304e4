import { expect, it } from 'vitest'
import { FailureFields } from '../kernel/failure-fields.ts'
import type { AnyWorldModule, RunningModule } from '../kernel/module.ts'
import { knownKinds } from './known-kinds.ts'
import { loseInModules, type WorldParts } from './world-parts.ts'

interface Pump extends RunningModule {
  isRunning: boolean
}

const createPump = (): Pump => ({
  isRunning: true,
  addresses: () => [],
  [Symbol.asyncDispose]: async () => {},
})

function moduleNamed(name: string, more: Partial<AnyWorldModule> = {}): AnyWorldModule {
  const start = async () => createPump()
  return { name, resources: {}, needs: [], plan: () => undefined, start, ...more }
}

it('a kind contributed by a module breaks what that module runs, and heals it', async () => {
  const running = createPump()
  const module = moduleNamed('pump', {
    failures: [
      {
        kind: 'stop-pump',
        summary: 'stops a pump',
        prepare: (fields: FailureFields, pump: Pump) => ({
          subject: { pump: fields.oneOf('pump', ['one']) },
          inject() {
            pump.isRunning = false
            return () => {
              pump.isRunning = true
            }
          },
        }),
      },
    ],
  })
  const [kind] = knownKinds([{ module, running }], {} as WorldParts)
  const prepared = kind?.prepare(new FailureFields('stop-pump', { pump: 'one' }))
  const heal = await prepared?.inject()
  expect(running.isRunning).toBe(false)
  await heal?.()
  expect(running.isRunning).toBe(true)
})

it('losing a region loses it in every module, and heals them in table order', async () => {
  const events: string[] = []
  const losing = (name: string) =>
    moduleNamed(name, {
      async loseRegion(_running, region) {
        events.push(`${name} loses ${region}`)
        return () => void events.push(`${name} is back`)
      },
    })
  const modules = [losing('databases'), moduleNamed('files'), losing('tasks')]
  const heal = await loseInModules(
    modules.map((module) => ({ module, running: createPump() })),
    'us-east-1',
  )
  await heal()
  expect(events).toEqual([
    'databases loses us-east-1',
    'tasks loses us-east-1',
    'databases is back',
    'tasks is back',
  ])
})
