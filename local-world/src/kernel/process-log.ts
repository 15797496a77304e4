import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { olderOf, RotatingFile } from './rotating-file.ts'

const TAIL_BYTES = 32_768
/** A task that serves a hundred requests a second writes this much in a few minutes; each process has two such files. */
const PROCESS_LOG_BYTES = 4 * 1_048_576

/** A process's output: the newest part in a file and its `.1`, the end of it also in memory. */
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

  remove(): void {
    this.close()
    for (const file of [this.file, olderOf(this.file)]) rmSync(file, { force: true })
  }
}
