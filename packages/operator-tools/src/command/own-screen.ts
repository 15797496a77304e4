import { debuglog } from 'node:util'
import { widthOf } from '../report/width.ts'
import { EXIT } from './exit-codes.ts'
import { fittedLines } from './fit-help.ts'

const debug = debuglog('meridian')

/**
 * Keeps the screen for the command's own output: text for people wraps between words on a terminal, library warnings go to
 * `NODE_DEBUG=meridian`, and a pipe closed early, as by `… | head`, ends the command silently.
 */
export function ownScreen(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done)
      throw error
    })
  if (process.stderr.isTTY) fit(process.stderr)
  // Node's default listener prints them.
  process.removeAllListeners('warning').on('warning', (warning) => debug('%s', warning.stack))
  console.warn = debug
}

function fit(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? fittedLines(chunk, widthOf(stream)) : chunk, ...rest)
}
