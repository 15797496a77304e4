import { annotationsOf, httpOf, statusesOf, type TraceFacts } from './trace-facts.ts'

export type TraceTest = (facts: TraceFacts) => boolean

type Scalar = string | number | boolean

const TOKEN = /\s*(?:(<=|>=|!=|[=<>!()[\]])|"((?:[^"\\]|\\.)*)"|(\d+(?:\.\d+)?(?![\w.]))|([A-Za-z_][\w.]*))/y

interface Token {
  readonly kind: 'sign' | 'text' | 'number' | 'word'
  readonly text: string
}

const FLAGS: Readonly<Record<string, TraceTest>> = {
  fault: ({ hasFault }) => hasFault,
  error: ({ hasError }) => hasError,
  throttle: ({ hasThrottle }) => hasThrottle,
  partial: ({ isPartial }) => isPartial,
  ok: ({ hasError, hasFault, hasThrottle }) => !hasError && !hasFault && !hasThrottle,
}

/** All values that a trace has for a keyword. */
const KEYWORDS: Readonly<Record<string, (facts: TraceFacts) => readonly Scalar[]>> = {
  responsetime: ({ responseTime }) => [responseTime],
  duration: ({ duration }) => [duration],
  'http.status': statusesOf,
  'http.url': (facts) => present(httpOf(facts).request?.url),
  'http.method': (facts) => present(httpOf(facts).request?.method),
  'http.useragent': (facts) => present(httpOf(facts).request?.user_agent),
  'http.clientip': (facts) => present(httpOf(facts).request?.client_ip),
}

const present = (value: string | undefined): readonly Scalar[] => (value === undefined ? [] : [value])

/**
 * X-Ray's filter expressions: `service("name")`, `fault`, `error`, `throttle`, `ok`, `partial`, `responsetime`, `duration`,
 * `http.…`, `annotation.key` or `annotation[key]`, joined by AND and OR. Throws SyntaxError, which names any other keyword.
 */
export function parseFilterExpression(text: string): TraceTest {
  const tokens = tokensOf(text)
  if (tokens.length === 0) return () => true
  const holds = either()
  if (tokens.length > 0) throw unexpected(tokens[0])
  return holds

  function either(): TraceTest {
    const parts = [both()]
    while (takeWord('OR')) parts.push(both())
    return (facts) => parts.some((part) => part(facts))
  }

  function both(): TraceTest {
    const parts = [one()]
    while (takeWord('AND')) parts.push(one())
    return (facts) => parts.every((part) => part(facts))
  }

  function one(): TraceTest {
    if (takeSign('!')) {
      const inner = one()
      return (facts) => !inner(facts)
    }
    if (takeSign('(')) {
      const inner = either()
      take(')')
      return inner
    }
    const word = tokens.shift()
    if (word?.kind !== 'word') throw unexpected(word)
    return keyword(word.text)
  }

  function keyword(name: string): TraceTest {
    if (name === 'service') return service()
    const flag = FLAGS[name]
    if (flag) return flagTest(flag)
    if (name === 'annotation') {
      take('[')
      const key = tokens.shift()?.text ?? ''
      take(']')
      return annotation(key)
    }
    if (name.startsWith('annotation.')) return annotation(name.slice('annotation.'.length))
    const values = KEYWORDS[name]
    if (!values)
      throw new SyntaxError(
        `there is no keyword ${name} here; there are service, annotation, ${[...Object.keys(FLAGS), ...Object.keys(KEYWORDS)].join(', ')}`,
      )
    return comparison(values)
  }

  function flagTest(flag: TraceTest): TraceTest {
    const sign = tokens[0]?.text
    if (sign !== '=' && sign !== '!=') return flag
    tokens.shift()
    const wanted = tokens.shift()?.text.toLowerCase()
    if (wanted !== 'true' && wanted !== 'false')
      throw new SyntaxError(`"${wanted ?? ''}" is not expected; true or false is`)
    const isWanted = (wanted === 'true') === (sign === '=')
    return (facts) => flag(facts) === isWanted
  }

  function service(): TraceTest {
    take('(')
    const name = tokens[0]?.kind === 'text' ? tokens.shift()?.text : undefined
    take(')')
    return ({ trace }) => trace.segments.some((segment) => name === undefined || segment.name === name)
  }

  function annotation(key: string): TraceTest {
    const values: (facts: TraceFacts) => readonly Scalar[] = ({ trace }) =>
      annotationsOf(trace).flatMap((found) => (found.key === key ? [found.value] : []))
    const isComparison = ['=', '!=', '<', '>', '<=', '>=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH'].includes(
      tokens[0]?.text.toUpperCase() ?? '',
    )
    return isComparison ? comparison(values) : (facts) => values(facts).length > 0
  }

  function comparison(values: (facts: TraceFacts) => readonly Scalar[]): TraceTest {
    const operator = tokens.shift()?.text.toUpperCase() ?? ''
    const holds = OPERATORS[operator]
    if (!holds) throw new SyntaxError(`"${operator}" is no operator here`)
    const operand = tokens.shift()
    if (operand === undefined || operand.kind === 'sign') throw unexpected(operand)
    const wanted = operand.kind === 'number' ? Number(operand.text) : operand.text
    return (facts) => values(facts).some((value) => holds(value, wanted))
  }

  function takeWord(word: string): boolean {
    if (tokens[0]?.kind !== 'word' || tokens[0].text.toUpperCase() !== word) return false
    tokens.shift()
    return true
  }

  function takeSign(sign: string): boolean {
    if (tokens[0]?.kind !== 'sign' || tokens[0].text !== sign) return false
    tokens.shift()
    return true
  }

  function take(sign: string): void {
    if (!takeSign(sign)) throw unexpected(tokens[0])
  }
}

const OPERATORS: Readonly<Record<string, (value: Scalar, wanted: string | number) => boolean>> = {
  '=': (value, wanted) => String(value) === String(wanted),
  '!=': (value, wanted) => String(value) !== String(wanted),
  '<': (value, wanted) => Number(value) < Number(wanted),
  '>': (value, wanted) => Number(value) > Number(wanted),
  '<=': (value, wanted) => Number(value) <= Number(wanted),
  '>=': (value, wanted) => Number(value) >= Number(wanted),
  CONTAINS: (value, wanted) => String(value).includes(String(wanted)),
  BEGINSWITH: (value, wanted) => String(value).startsWith(String(wanted)),
  ENDSWITH: (value, wanted) => String(value).endsWith(String(wanted)),
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const end = text.trimEnd().length
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(text)
    if (!found) throw new SyntaxError(`"${text.slice(at).trim()}" is not understood`)
    const [, sign, quoted, number, word = ''] = found
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll('\\"', '"') })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number })
    else tokens.push({ kind: 'word', text: word })
  }
  return tokens
}

const unexpected = (token: Token | undefined): SyntaxError =>
  new SyntaxError(`"${token?.text ?? 'the end'}" is not expected`)
