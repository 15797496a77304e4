import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'

const TAIL_BYTES = 32_768

/** A process's output: all of it in a file, the end of it in memory. */
export class ProcessLog {
  readonly file: string
  readonly #stream: WriteStream
  #tail = ''

  constructor(file: string) {
    this.file = file
    mkdirSync(dirname(file), { recursive: true })
    this.#stream = createWriteStream(file, { flags: 'a' })
    // The folder may be deleted while the last words arrive; the tail still has them.
    this.#stream.on('error', () => {})
  }

  get tail(): string {
    return this.#tail
  }

  follow(output: Readable): void {
    output.setEncoding('utf8').on('data', (text: string) => this.write(text))
  }

  write(text: string): void {
    this.#stream.write(text)
    this.#tail = (this.#tail + text).slice(-TAIL_BYTES)
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(resolve))
  }
}
