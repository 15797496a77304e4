import type { Command } from 'commander'

const COLUMNS = 80
const CONTINUED = '    '

/**
 * Commander fits its own parts of a help text; this fits what a command adds, such as examples, and every error that a person
 * reads. In a log an error stays one line, so that it can be searched for.
 */
export function fitHelp(command: Command): void {
  command.configureOutput({
    writeOut: (text) => process.stdout.write(fitted(text)),
    writeErr: (text) => process.stderr.write(process.stderr.isTTY ? fitted(text) : text),
  })
}

/** Lines of at most 80 columns, as far as words allow: an example and what it is for become two lines, a command goes on after `\`. */
export function fitted(text: string): string {
  const lines: string[] = []
  let carried: string | undefined
  for (const line of text.split('\n')) {
    const isProse = /^\S/.test(line)
    if (carried !== undefined && !isProse) lines.push(carried)
    const parts = fittedLine(carried !== undefined && isProse ? `${carried} ${line}` : line)
    // The rest of a paragraph's line goes on in its next one, so that the paragraph is not ragged.
    carried = isProse && parts.length > 1 ? parts.at(-1) : undefined
    lines.push(...(carried === undefined ? parts : parts.slice(0, -1)))
  }
  return [...lines, ...(carried === undefined ? [] : [carried])].join('\n')
}

function fittedLine(line: string): readonly string[] {
  if (line.length <= COLUMNS) return [line]
  const [, indent = '', rest = ''] = /^(\s*)(.*)$/.exec(line) ?? []
  const [, example, explanation] = /^(\S.*?)\s{3,}(\S.*)$/.exec(rest) ?? []
  if (example !== undefined && explanation !== undefined)
    return [...fittedLine(`${indent}${example}`), ...wrapped(explanation, `${indent}${CONTINUED}`, '')]
  if (!/^(node|npm|npx) /.test(rest)) return wrapped(rest, indent, '')
  return wrapped(rest, indent, ' \\').map((part, index) => (index === 0 ? part : `${CONTINUED}${part}`))
}

function wrapped(text: string, indent: string, goesOn: string): readonly string[] {
  const room = COLUMNS - indent.length - (goesOn === '' ? 0 : goesOn.length + CONTINUED.length)
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > room) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.map((line, index) => `${indent}${line}${index < lines.length - 1 ? goesOn : ''}`)
}
