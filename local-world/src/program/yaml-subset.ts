import { ProgramError } from './errors.ts'

/** Maps of maps and scalars; scalars stay text, as Pulumi hands settings to a program. */
export interface YamlMap {
  readonly [key: string]: string | YamlMap
}

interface Line {
  readonly number: number
  readonly indent: number
  readonly key: string
  readonly value: string
}

// A key is plain up to the colon that a space or the line's end follows, so that `meridian:domain: x` has the key `meridian:domain`.
const ENTRY = /^(?<indent> *)(?<key>"[^"]*"|'[^']*'|[^\s#"'&*!|>%@`\-[\]{}][^#]*?):(?:\s+(?<value>.*))?$/
const BLANK = /^\s*(#.*)?$/

/**
 * Reads the part of YAML that Pulumi's project and stack files need here: nested maps of scalars, quotes and comments.
 * Everything else (lists, anchors, flow collections, block text, tabs, repeated keys) is refused by line: a setting that
 * were read differently from Pulumi's own reader would be worse than none.
 */
export function readYamlSubset(text: string, file: string): YamlMap {
  const lines: Line[] = []
  text.split(/\r?\n/).forEach((line, index) => {
    if (!BLANK.test(line) && line !== '---') lines.push(parseLine(line, index + 1, file))
  })
  const { map, next } = readMap(lines, 0, 0, file)
  const stray = lines[next]
  if (stray)
    throw invalid(file, stray.number, 'is indented less than the lines before it, or more than its map')
  return map
}

function readMap(
  lines: readonly Line[],
  start: number,
  indent: number,
  file: string,
): { map: YamlMap; next: number } {
  const map: Record<string, string | YamlMap> = {}
  let at = start
  for (let line = lines[at]; line?.indent === indent; line = lines[at]) {
    if (Object.hasOwn(map, line.key)) throw invalid(file, line.number, `repeats the key "${line.key}"`)
    const child = lines[at + 1]
    if (line.value === '' && child && child.indent > indent) {
      const nested = readMap(lines, at + 1, child.indent, file)
      map[line.key] = nested.map
      at = nested.next
    } else {
      map[line.key] = line.value === '{}' ? {} : scalar(line, file)
      at += 1
    }
  }
  return { map, next: at }
}

function parseLine(line: string, number: number, file: string): Line {
  const { indent = '', key = '', value = '' } = ENTRY.exec(line)?.groups ?? {}
  if (key === '') throw invalid(file, number, 'is not "key: value"')
  return { number, indent: indent.length, key: unquote(key), value: value.trim() }
}

function scalar({ value, number }: Line, file: string): string {
  const quoted = /^(?<text>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?:\s+#.*)?$/.exec(value)?.groups?.text
  if (quoted !== undefined) return unquote(quoted)
  if (/^["'[{&*!|>%@`]|^- /.test(value)) {
    throw invalid(
      file,
      number,
      'has a value that is neither plain nor quoted text; write it as one quoted line',
    )
  }
  return value.replace(/(^|\s+)#.*$/, '')
}

function unquote(text: string): string {
  if (text.startsWith('"')) return JSON.parse(text) as string
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  return text
}

function invalid(file: string, line: number, problem: string): ProgramError {
  return new ProgramError(
    'MERIDIAN_PROGRAM_SETTINGS_INVALID',
    `${file}:${line} ${problem}. The local world reads maps of plain or quoted values, two spaces deeper for each level.`,
  )
}
