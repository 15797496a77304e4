import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument, type YAMLMap } from 'yaml'
import { ProgramError } from './errors.ts'

/** Maps of maps and scalars; scalars stay text, as Pulumi hands settings to a program. */
export interface YamlMap {
  readonly [key: string]: string | YamlMap
}

/**
 * Reads the subset of YAML that Pulumi's project and stack files need here: nested maps of one-line text. Lists, anchors, aliases
 * and block text are refused, with the line: a setting read differently from Pulumi's own reader would be worse than none.
 */
export function readYaml(text: string, file: string): YamlMap {
  const lineCounter = new LineCounter()
  const { contents, errors } = parseDocument(text, { schema: 'failsafe', lineCounter, prettyErrors: false })
  for (const { message, pos } of errors) throw invalid(pos[0], message)
  if (isMap<ParsedNode, ParsedNode | null>(contents)) return readMap(contents)
  if (contents === null) return {}
  throw invalid(contents.range[0], 'this is not "key: value"')

  function readMap({ items }: YAMLMap<ParsedNode, ParsedNode | null>): YamlMap {
    return Object.fromEntries(items.map(({ key, value }) => [String(key), readValue(value, key.range[0])]))
  }

  function readValue(node: ParsedNode | null, keyAt: number): string | YamlMap {
    if (node === null) return ''
    const isPlain = !('anchor' in node && node.anchor !== undefined) && node.tag === undefined
    if (isPlain && isScalar(node) && !node.type?.startsWith('BLOCK')) return String(node.value ?? '')
    if (isPlain && isMap<ParsedNode, ParsedNode | null>(node) && (!node.flow || node.items.length === 0))
      return readMap(node)
    throw invalid(keyAt, 'the value is neither a map nor text on one line')
  }

  function invalid(at: number, problem: string): ProgramError {
    const where = `${file}:${lineCounter.linePos(at).line}`
    return new ProgramError(
      'MERIDIAN_PROGRAM_SETTINGS_INVALID',
      `${where} ${problem}. The local world reads maps of plain or quoted values, two spaces deeper for each level.`,
    )
  }
}
