import { debuglog } from 'node:util'
import { EXIT } from './exit-codes.ts'

const debug = debuglog('meridian')

/**
 * Leaves the screen to the command: a library's warnings go to `NODE_DEBUG=meridian`, and a reader who closes the pipe early, as
 * `… | head` does, ends the command silently.
 */
export function ownScreen(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done)
      throw error
    })
  // Node's own listener prints them.
  process.removeAllListeners('warning').on('warning', (warning) => debug('%s', warning.stack))
  console.warn = debug
}
