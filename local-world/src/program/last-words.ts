import type { ProgramLog } from './engine-service.ts'

const LINES_WITHOUT_ERROR = 5

/** What a failed program printed: its errors, or else its last lines, without the runtime's preamble and stack frames. */
export function lastWords(logs: readonly ProgramLog[]): string {
  const errors = logs.filter(({ severity }) => severity === 'error')
  const said = errors.length > 0 ? errors : logs.slice(-LINES_WITHOUT_ERROR)
  const lines = said
    .flatMap(({ message }) => message.split('\n'))
    .filter((line) => !/^Running program '.*' failed with an unhandled exception:$/.test(line))
    .filter((line) => !/^\s+at .*(node_modules|node:internal)/.test(line))
    .map((line) => line.replace(/^<ref \*\d+> /, ''))
  return lines.join('\n').trim() || 'it said nothing'
}
