import { expect, it } from 'vitest'
import { operationSchemas } from '../../src/wire/schema.ts'
import { supportTable } from '../../src/wire/support-table.ts'
import { registers } from '../support/registers.ts'

it('docs/control-plane.md matches the registered operations', async () => {
  await expect(await supportTable(await registers())).toMatchFileSnapshot('../../../docs/control-plane.md')
})

it('every implemented operation exists in the SDK', async () => {
  for (const { operations, schemas, scope } of await registers()) {
    const known = operationSchemas(await schemas())
    const unknown = Object.keys(operations).filter((operation) => !known.has(operation))
    expect(unknown, scope).toEqual([])
  }
})
