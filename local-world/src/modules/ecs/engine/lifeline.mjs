/*
 * Loaded before the program of every task. The world holds the other end of standard input; when the world is gone,
 * however it died, the pipe closes and the task goes with it. The program itself never sees this pipe:
 * its standard input is empty, as on Fargate. Node would open the descriptor a second time for it, and fail (EEXIST).
 *
 * Not TypeScript: a task runs a bundle, and Node's own compiler would stay in its memory for this file alone.
 */
import { Socket } from 'node:net'
import { Readable } from 'node:stream'

const lifeline = new Socket({ fd: 0, readable: true, writable: false })
lifeline.on('error', () => {})
lifeline.on('close', () => process.kill(process.pid, 'SIGKILL'))
lifeline.resume()
lifeline.unref()

Object.defineProperty(process, 'stdin', { value: Readable.from([]), configurable: true, enumerable: true })
