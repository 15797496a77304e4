import { readFileSync } from 'node:fs'

/** A documented command with its expected output. */
export interface DocumentedCommand {
  readonly command: string
  /** In order; `…` matches anything. */
  readonly expectedLines: readonly string[]
  /** Ctrl-C is pressed after these lines: the document shows `^C` below them. */
  readonly isInterrupted: boolean
  readonly line: number
}

const FENCE = /^```/
const INTERRUPT = '^C'

/** Every command in a page's `console` blocks: a line that begins with `$`, and the lines below it. */
export function documentedCommands(file: string): readonly DocumentedCommand[] {
  const commands: { command: string; shown: string[]; line: number }[] = []
  let isInBlock = false
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (FENCE.test(line)) isInBlock = line === '```console'
    else if (isInBlock && line.startsWith('$ '))
      commands.push({ command: line.slice(2), shown: [], line: index + 1 })
    else if (isInBlock) commands.at(-1)?.shown.push(line)
  }
  return commands.map(({ shown, ...command }) => ({
    ...command,
    expectedLines: shown.filter((line) => line !== INTERRUPT),
    isInterrupted: shown.at(-1) === INTERRUPT,
  }))
}

/** The expected lines that the output does not contain in this order. */
export function missingLines(output: string, expectedLines: readonly string[]): readonly string[] {
  const seen = output.split('\n').map(squeeze)
  let from = 0
  return expectedLines.filter((expected) => {
    const found = seen.findIndex((line, index) => index >= from && patternOf(expected).test(line))
    if (found >= 0) from = found + 1
    return found < 0
  })
}

const squeeze = (line: string) => line.replace(/\s+/g, ' ').trim()

function patternOf(expected: string): RegExp {
  const parts = squeeze(expected)
    .split('…')
    .map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
