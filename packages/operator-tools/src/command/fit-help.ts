import { stripVTControlCharacters } from 'node:util'
import type { Command } from 'commander'
import stringWidth from 'string-width'

const COLUMNS = 80
const CONTINUED = '    '
/** Indentation of continuation lines under a mark such as ✓. */
const HANGING = '  '
const MARKED = /^[✓✗✔✖≈!?·] /
const COMMAND = /^(node|npm|npx|aws|psql|dig) /

/**
 * Commander wraps its own parts of a help text; this wraps what a command adds, such as examples, and every error shown on a
 * terminal. In a log an error stays on one line, so that it can be searched for.
 */
export function fitHelp(command: Command): void {
  command.configureOutput({
    writeOut: (text) => process.stdout.write(fitted(text)),
    writeErr: (text) => process.stderr.write(process.stderr.isTTY ? fitted(text) : text),
  })
}

/** Wraps to 80 columns at word breaks: an example and its description become two lines, a command continues after `\`. */
export function fitted(text: string): string {
  const lines: string[] = []
  let carried: string | undefined
  for (const line of text.split('\n')) {
    const isProse = /^\S/.test(line)
    if (carried !== undefined && !isProse) lines.push(carried)
    const parts = fittedLine(carried !== undefined && isProse ? `${carried} ${line}` : line)
    // The rest of a wrapped prose line moves into the next one, so that the paragraph is not ragged.
    carried = isProse && parts.length > 1 ? parts.at(-1) : undefined
    lines.push(...(carried === undefined ? parts : parts.slice(0, -1)))
  }
  return [...lines, ...(carried === undefined ? [] : [carried])].join('\n')
}

/** The same for text written line by line: a report, a plan, an error. */
export function fittedLines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => fittedLine(line, columns))
    .join('\n')
}

function fittedLine(line: string, columns = COLUMNS): readonly string[] {
  if (stringWidth(line) <= columns) return [line]
  const [, indent = '', rest = ''] = /^(\s*)(.*)$/.exec(line) ?? []
  const [, example, explanation] = /^(\S.*?)\s{3,}(\S.*)$/.exec(rest) ?? []
  if (example !== undefined && explanation !== undefined)
    return [
      ...fittedLine(`${indent}${example}`, columns),
      ...wrapped(explanation, columns, `${indent}${CONTINUED}`, ''),
    ]
  const [first = '', ...others] = COMMAND.test(rest)
    ? wrapped(rest, columns - CONTINUED.length, indent, ' \\')
    : wrapped(rest, columns - HANGING.length, indent, '')
  const further = COMMAND.test(rest) ? CONTINUED : MARKED.test(stripVTControlCharacters(rest)) ? HANGING : ''
  return [first, ...others.map((part) => `${further}${part}`)]
}

function wrapped(text: string, columns: number, indent: string, goesOn: string): readonly string[] {
  const room = columns - indent.length - goesOn.length
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || stringWidth(last) + 1 + stringWidth(word) > room) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line, index) => `${indent}${line}${index < lines.length - 1 ? goesOn : ''}`)
}
