import { type WriterNow, writerNow } from '../../shared/writer.ts'
import { look } from '../store.ts'
import { answers } from './region-state.ts'

/** The writer, from everything that this page knows now. */
export function currentWriter(): WriterNow {
  const database = look('database')
  return writerNow({
    database: database.value,
    isStale: database.staleSince !== undefined,
    isSilent: (region) => !answers(region),
  })
}

/** One line of text, which never presents an old writer as the current one. */
export function describeWriter(writer: WriterNow): string {
  switch (writer.kind) {
    case 'writes':
      return writer.region
    case 'unreachable':
      return `${writer.region} does not answer`
    case 'changing':
      return `changing${writer.to ? ` to ${writer.to}` : ''}`
    case 'unknown':
      return writer.last ? `unknown, was ${writer.last}` : 'unknown'
  }
}
