import { expectTypeOf, it } from 'vitest'
import type { Reader, Writer } from '../src/roles.ts'

/** Compiled and never called: the compiler is the test, and an error that does not occur fails it. */
function writesThroughTheReader(reader: Reader): void {
  // @ts-expect-error a replica takes no insert
  reader.insertInto('campaigns').values({ slug: 'x', model: 'y', starts_at: 'z' })
  // @ts-expect-error a replica takes no update
  reader.updateTable('campaigns').set({ model: 'y' })
  // @ts-expect-error a replica takes no delete
  reader.deleteFrom('campaigns').where('slug', '=', 'x')
}

it('gives reader and writer different types', () => {
  expectTypeOf(writesThroughTheReader).toBeFunction()
  expectTypeOf<Reader>().not.toExtend<Writer>()
})
