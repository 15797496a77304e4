import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

/** The path of the previous generation. */
export const olderOf = (file: string): string => `${file}.1`

/**
 * An append-only file of lines with a bounded size: when full it is renamed to `<file>.1`, replacing the previous one, so the two
 * hold the newest lines and at most twice the bound. Once its folder is gone, it writes nothing.
 */
export class RotatingFile implements Disposable {
  readonly file: string
  readonly #mostBytes: number
  #descriptor: number | undefined
  #bytes = 0

  constructor(file: string, mostBytes: number) {
    this.file = file
    this.#mostBytes = mostBytes
    this.#open()
  }

  append(text: string): void {
    if (this.#descriptor === undefined) return
    const bytes = Buffer.byteLength(text)
    if (this.#bytes > 0 && this.#bytes + bytes > this.#mostBytes) this.#rotate()
    if (this.#descriptor === undefined) return
    writeSync(this.#descriptor, text)
    this.#bytes += bytes
  }

  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #open(): void {
    this.#descriptor = openSync(this.file, 'a')
    this.#bytes = fstatSync(this.#descriptor).size
  }

  #rotate(): void {
    this[Symbol.dispose]()
    try {
      renameSync(this.file, olderOf(this.file))
      this.#open()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}
