import { type EventTest, regularExpression } from './event-test.ts'
import { fieldIn, parseFields } from './json-fields.ts'

type Condition = (fields: unknown) => boolean

const TOKEN =
  /\s*(?:(&&|\|\||\(|\)|!=|>=|<=|=|>|<)|(\$[\w.[\]"-]+)|"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|([^\s()&|=<>!]+))/y

interface Token {
  readonly sign?: string | undefined
  readonly selector?: string | undefined
  /** Set for a quoted string. */
  readonly text?: string | undefined
  readonly expression?: string | undefined
  readonly word?: string | undefined
}

/** Conditions on the fields of a JSON event: `{ ($.status >= 500) && ($.path = "/api/*") }`. Throws SyntaxError. */
export function parseJsonPattern(pattern: string): EventTest {
  const inside = /^\{(.*)\}$/s.exec(pattern)?.[1]
  if (inside === undefined) throw new SyntaxError('Invalid filter pattern: "{" has no "}"')
  const tokens = tokensOf(inside)
  const holds = either()
  if (tokens.length > 0) throw unexpected(tokens[0])
  // Parsing JSON is the expensive part, and most lines lack the literals that a pattern requires.
  const words = inside.includes('||') ? [] : literalsOf(inside)
  return (message) => {
    if (!words.every((word) => message.includes(word))) return false
    const fields = parseFields(message)
    return fields !== undefined && holds(fields)
  }

  function either(): Condition {
    const parts = [both()]
    while (tokens[0]?.sign === '||') {
      tokens.shift()
      parts.push(both())
    }
    return (fields) => parts.some((part) => part(fields))
  }

  function both(): Condition {
    const parts = [one()]
    while (tokens[0]?.sign === '&&') {
      tokens.shift()
      parts.push(one())
    }
    return (fields) => parts.every((part) => part(fields))
  }

  function one(): Condition {
    const token = tokens.shift()
    if (token?.sign === '(') {
      const inner = either()
      const end = tokens.shift()
      if (end?.sign !== ')') throw unexpected(end)
      return inner
    }
    if (token?.selector === undefined) throw unexpected(token)
    return comparison(token.selector.slice(2))
  }

  function comparison(path: string): Condition {
    const operator = tokens.shift()
    if (operator?.word === 'IS') return isCondition(path, tokens.shift())
    if (operator?.word === 'NOT' && tokens.shift()?.word === 'EXISTS')
      return (fields) => fieldIn(fields, path) === undefined
    if (operator?.sign === undefined) throw unexpected(operator)
    return compare(path, operator.sign, tokens.shift())
  }
}

function isCondition(path: string, what: Token | undefined): Condition {
  const wanted = { NULL: null, TRUE: true, FALSE: false }[what?.word ?? '']
  if (wanted === undefined) throw unexpected(what)
  return (fields) => fieldIn(fields, path) === wanted
}

function compare(path: string, sign: string, operand: Token | undefined): Condition {
  const matches = matcherOf(operand)
  if (sign === '=') return (fields) => matches(fieldIn(fields, path))
  if (sign === '!=')
    return (fields) => {
      const value = fieldIn(fields, path)
      return value !== undefined && !matches(value)
    }
  const number = Number(operand?.word)
  const holds = ORDERS[sign]
  if (holds === undefined || Number.isNaN(number)) throw unexpected(operand)
  return (fields) => {
    const value = fieldIn(fields, path)
    return typeof value === 'number' && holds(value, number)
  }
}

const ORDERS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
}

/** Matches a number, a text with `*` as a wildcard, or a regular expression. */
function matcherOf(operand: Token | undefined): (value: unknown) => boolean {
  const { expression, text, word } = operand ?? {}
  const isText = (value: unknown): value is string | number | boolean =>
    ['string', 'number', 'boolean'].includes(typeof value)
  if (expression !== undefined) {
    const regular = regularExpression(expression)
    return (value) => isText(value) && regular.test(String(value))
  }
  if (word !== undefined && word !== '' && !Number.isNaN(Number(word)))
    return (value) => value === Number(word)
  const wanted = text?.replaceAll('\\"', '"') ?? word
  if (wanted === undefined) throw unexpected(operand)
  if (!wanted.includes('*')) return (value) => isText(value) && String(value) === wanted
  const regular = new RegExp(`^${wanted.split('*').map(escaped).join('.*')}$`, 's')
  return (value) => isText(value) && regular.test(String(value))
}

const escaped = (text: string): string => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')

/** Texts that an event must contain for `=` to hold. */
const literalsOf = (pattern: string): readonly string[] =>
  [...pattern.matchAll(/[^!<>]=\s*"([^"\\*]*)"/g)].map(([, literal = '']) => literal)

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) throw new SyntaxError(`Invalid filter pattern at "${text.slice(at).trim()}"`)
    const [, sign, selector, quoted, expression, word] = found
    tokens.push({ sign, selector, text: quoted, expression, word })
  }
  return tokens
}

const unexpected = (token: Token | undefined): SyntaxError => {
  const found = token && Object.values(token).find((value) => value !== undefined)
  return new SyntaxError(
    `Invalid filter pattern: ${found === undefined ? 'it ends too soon' : `"${found}" is not expected`}`,
  )
}
