import { appendFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { stripVTControlCharacters } from 'node:util'

/** The terminal that the audience sees. */
export interface DemoTerminal {
  say(line: string): void
  /** Passes on what a command prints. */
  write(chunk: string): void
  /** The first letter of what the speaker typed, in lower case; empty for Enter alone. */
  ask(question: string): Promise<string>
}

/** @param transcript a file that receives all of it as plain text, with the minutes and seconds since the start. */
export function openTerminal(transcript: string | undefined): DemoTerminal {
  const startedMs = performance.now()
  if (transcript !== undefined) writeFileSync(transcript, '')

  function write(chunk: string): void {
    process.stderr.write(chunk)
    if (transcript === undefined) return
    const lines = stripVTControlCharacters(chunk).split(/\r?\n/)
    const dated = lines.filter((line) => line.trim() !== '').map((line) => `[${elapsed()}] ${line}\n`)
    appendFileSync(transcript, dated.join(''))
  }

  function elapsed(): string {
    const seconds = Math.floor((performance.now() - startedMs) / 1_000)
    return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
  }

  return {
    write,
    say: (line) => write(`${line}\n`),
    async ask(question) {
      const terminal = createInterface({ input: process.stdin, output: process.stderr })
      // Node would end on Ctrl-C silently: the command's own handler reports first.
      terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
      try {
        return (await terminal.question(question)).trim().toLowerCase().slice(0, 1)
      } finally {
        terminal.close()
      }
    },
  }
}
