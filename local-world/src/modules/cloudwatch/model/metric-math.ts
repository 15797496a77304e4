/** Evaluates an expression for one period, given each metric's value by id; undefined where there is none. */
export type MetricMath = (metric: (id: string) => number | undefined) => number | undefined

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(>=|<=|==|!=|[-+*/(),<>[\]]))/y

const OPERATORS: readonly Readonly<Record<string, (left: number, right: number) => number>>[] = [
  {
    '>': (left, right) => Number(left > right),
    '<': (left, right) => Number(left < right),
    '>=': (left, right) => Number(left >= right),
    '<=': (left, right) => Number(left <= right),
    '==': (left, right) => Number(left === right),
    '!=': (left, right) => Number(left !== right),
  },
  { '+': (left, right) => left + right, '-': (left, right) => left - right },
  { '*': (left, right) => left * right, '/': (left, right) => left / right },
]

/**
 * Parses the subset of CloudWatch's metric math that alarms here use: numbers, ids, arithmetic, comparisons, FILL
 * with a number, IF, and MAX and MIN over several metrics. Throws a readable message for anything else.
 */
export function parseMetricMath(text: string): MetricMath {
  const reader = new Reader(tokensOf(text), text)
  const math = comparison(reader)
  reader.end()
  return math
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`"${text.slice(at)}" in "${text}" is not metric math`)
    tokens.push(match[0].trim())
  }
  return tokens
}

class Reader {
  readonly #tokens: readonly string[]
  readonly #text: string
  #at = 0

  constructor(tokens: readonly string[], text: string) {
    this.#tokens = tokens
    this.#text = text
  }

  peek(): string | undefined {
    return this.#tokens[this.#at]
  }

  next(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new SyntaxError(`"${this.#text}" ends too early`)
    this.#at += 1
    return token
  }

  expect(wanted: string): void {
    const token = this.next()
    if (token !== wanted) throw new SyntaxError(`"${this.#text}" has "${token}" where "${wanted}" should be`)
  }

  end(): void {
    if (this.#at < this.#tokens.length)
      throw new SyntaxError(`"${this.#text}" goes on after its end: "${this.peek()}"`)
  }
}

const comparison = (reader: Reader): MetricMath => binary(reader, 0)

/** Left-associative, one precedence level at a time. */
function binary(reader: Reader, level: number): MetricMath {
  const operators = OPERATORS[level]
  if (!operators) return operand(reader)
  let left = binary(reader, level + 1)
  for (;;) {
    const operator = operators[reader.peek() ?? '']
    if (!operator) return left
    reader.next()
    left = pairwise(operator, left, binary(reader, level + 1))
  }
}

function pairwise(
  operator: (left: number, right: number) => number,
  left: MetricMath,
  right: MetricMath,
): MetricMath {
  return (metric) => {
    const [a, b] = [left(metric), right(metric)]
    if (a === undefined || b === undefined) return undefined
    const value = operator(a, b)
    // Division by zero has no value, as on AWS.
    return Number.isFinite(value) ? value : undefined
  }
}

function operand(reader: Reader): MetricMath {
  const token = reader.next()
  if (token === '(') {
    const inner = comparison(reader)
    reader.expect(')')
    return inner
  }
  if (/^\d/.test(token)) return () => Number(token)
  const call = FUNCTIONS[token]
  if (call) return call(reader)
  if (/^[a-z]\w*$/.test(token)) return (metric) => metric(token)
  throw new SyntaxError(
    `"${token}" is not known in metric math here; it knows ${Object.keys(FUNCTIONS).join(', ')}`,
  )
}

const FUNCTIONS: Readonly<Record<string, (reader: Reader) => MetricMath>> = {
  FILL(reader) {
    const [series, filling] = argumentsOf(reader, 2)
    return (metric) => series?.(metric) ?? filling?.(metric)
  },
  IF(reader) {
    const [condition, then, otherwise] = argumentsOf(reader, 3)
    return (metric) => {
      const holds = condition?.(metric)
      return holds === undefined ? undefined : (holds ? then : otherwise)?.(metric)
    }
  },
  MAX: (reader) => overAll(reader, Math.max),
  MIN: (reader) => overAll(reader, Math.min),
}

function argumentsOf(reader: Reader, count: number): readonly MetricMath[] {
  reader.expect('(')
  const found = listOf(reader)
  reader.expect(')')
  if (found.length !== count)
    throw new SyntaxError(`a function takes ${count} arguments and got ${found.length}`)
  return found
}

/** `MAX([m1, m2])`: period by period, over the metrics that have a value. */
function overAll(reader: Reader, choose: (...values: number[]) => number): MetricMath {
  reader.expect('(')
  reader.expect('[')
  const all = listOf(reader)
  reader.expect(']')
  reader.expect(')')
  return (metric) => {
    const values = all.map((math) => math(metric)).filter((value) => value !== undefined)
    return values.length === 0 ? undefined : choose(...values)
  }
}

function listOf(reader: Reader): readonly MetricMath[] {
  const found = [comparison(reader)]
  while (reader.peek() === ',') {
    reader.next()
    found.push(comparison(reader))
  }
  return found
}
