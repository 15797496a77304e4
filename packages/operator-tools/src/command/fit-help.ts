import type { Command } from 'commander'

const COLUMNS = 80
const CONTINUED = '    '

/** Commander fits its own parts of a help text; this fits what a command adds, such as examples, and every error. */
export function fitHelp(command: Command): void {
  command.configureOutput({
    writeOut: (text) => process.stdout.write(fitted(text)),
    writeErr: (text) => process.stderr.write(fitted(text)),
  })
}

/** Lines of at most 80 columns, as far as words allow: an example and what it is for become two lines, a command goes on after `\`. */
export function fitted(text: string): string {
  return text.split('\n').flatMap(fittedLine).join('\n')
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
