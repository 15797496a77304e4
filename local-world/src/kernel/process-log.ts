import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { olderOf, RotatingFile } from './rotating-file.ts'

const TAIL_BYTES = 32_768
/** A task that serves a hundred requests a second writes this in some minutes; there are two such files of each. */
const PROCESS_LOG_BYTES = 4 * 1_048_576

/** A process's output: the newest of it in a file and the `.1` beside it, the end of it in memory. */
export class ProcessLog {
  readonly file: string
  readonly #lines: RotatingFile
  #tail = ''

  constructor(file: string) {
    this.file = file
    mkdirSync(dirname(file), { recursive: true })
    this.#lines = new RotatingFile(file, PROCESS_LOG_BYTES)
  }

  get tail(): string {
    return this.#tail
  }

  follow(output: Readable): void {
    output.setEncoding('utf8').on('data', (text: string) => this.write(text))
  }

  write(text: string): void {
    this.#lines.append(text)
    this.#tail = (this.#tail + text).slice(-TAIL_BYTES)
  }

  close(): void {
    this.#lines[Symbol.dispose]()
  }

  /** Nobody asks for it any more. */
  remove(): void {
    this.close()
    for (const file of [this.file, olderOf(this.file)]) rmSync(file, { force: true })
  }
}
