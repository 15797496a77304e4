import { expect, it } from 'vitest'
import { FailureFields } from '../../kernel/failure-fields.ts'
import { RDS_FAILURES } from './failures.ts'
import type { RunningRds } from './running.ts'

it.each([
  ['freeze-database', {}],
  ['slow-disk', { ms: 20 }],
])('%s heals even when its instance has been deleted meanwhile', async (name, more) => {
  let instances = [{ id: 'reader-1', region: 'us-west-2' }]
  const onInstance = async (id: string) => {
    if (!instances.some((instance) => instance.id === id)) throw new Error(`There is no instance "${id}".`)
  }
  const rds = {
    instances: () => instances,
    freeze: onInstance,
    thaw: onInstance,
    slowDisk: onInstance,
  } as unknown as RunningRds
  const kind = RDS_FAILURES.find((known) => known.kind === name)
  const failure = kind?.prepare(new FailureFields(name, { instance: 'reader-1', ...more }), rds)
  const heal = await failure?.inject()
  instances = []
  await expect(Promise.resolve(heal?.())).resolves.toBeUndefined()
})
