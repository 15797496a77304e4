import { callOf } from './functions.ts'
import type { Token } from './tokens.ts'
import type { Expression, Value } from './value.ts'

const COMPARISONS = ['=', '!=', '<', '>', '<=', '>=', 'like', '=~', 'in', 'not']

/** Parses one expression from the front of the tokens and consumes it. Throws SyntaxError. */
export function parseExpression(tokens: Token[]): Expression {
  return either()

  function either(): Expression {
    const left = both()
    if (!takeWord('or')) return left
    const right = either()
    return (fields) => left(fields) === true || right(fields) === true
  }

  function both(): Expression {
    const left = negation()
    if (!takeWord('and')) return left
    const right = both()
    return (fields) => left(fields) === true && right(fields) === true
  }

  function negation(): Expression {
    if (!takeWord('not')) return comparison()
    const inner = negation()
    return (fields) => inner(fields) !== true
  }

  function comparison(): Expression {
    const left = sum()
    const operator = tokens[0]?.text ?? ''
    const isOperator = tokens[0]?.kind === 'sign' || tokens[0]?.kind === 'word'
    if (!isOperator || !COMPARISONS.includes(operator)) return left
    tokens.shift()
    if (operator === 'not') return negated(operatorAfterNot(left))
    if (operator === 'in') return membership(left)
    return binary(left, operator)
  }

  function operatorAfterNot(left: Expression): Expression {
    const operator = tokens.shift()?.text
    if (operator === 'in') return membership(left)
    if (operator === 'like') return binary(left, 'like')
    throw new SyntaxError(`"not ${operator ?? ''}" is not expected`)
  }

  function binary(left: Expression, operator: string): Expression {
    if (operator === 'like' || operator === '=~') return likeness(left)
    const right = sum()
    return (fields) => compare(left(fields), operator, right(fields))
  }

  function likeness(left: Expression): Expression {
    const pattern = tokens.shift()
    if (pattern?.kind === 'regular') {
      const regular = new RegExp(
        pattern.text.replace(/^\(\?i\)/, ''),
        pattern.text.startsWith('(?i)') ? 'i' : '',
      )
      return (fields) => regular.test(String(left(fields) ?? ''))
    }
    if (pattern?.kind !== 'text') throw new SyntaxError('like needs a text or a /regular expression/')
    return (fields) => String(left(fields) ?? '').includes(pattern.text)
  }

  function membership(left: Expression): Expression {
    take('[')
    const members = [sum()]
    while (takeSign(',')) members.push(sum())
    take(']')
    return (fields) => members.some((member) => compare(left(fields), '=', member(fields)))
  }

  function sum(): Expression {
    let left = product()
    for (let sign = tokens[0]?.text; isSign() && (sign === '+' || sign === '-'); sign = tokens[0]?.text) {
      tokens.shift()
      left = arithmetic(left, sign, product())
    }
    return left
  }

  function product(): Expression {
    let left = primary()
    for (let sign = tokens[0]?.text ?? ''; isSign() && '*/%'.includes(sign); sign = tokens[0]?.text ?? '') {
      tokens.shift()
      left = arithmetic(left, sign, primary())
    }
    return left
  }

  function primary(): Expression {
    const token = tokens.shift()
    if (token?.text === '(' && token.kind === 'sign') {
      const inner = either()
      take(')')
      return inner
    }
    if (token?.text === '-' && token.kind === 'sign') return arithmetic(() => 0, '-', primary())
    if (token?.kind === 'number') return () => Number(token.text)
    if (token?.kind === 'text') return () => token.text
    if (token?.kind === 'field') return (fields) => fields(token.text)
    if (token?.kind !== 'word') throw new SyntaxError(`"${token?.text ?? 'end of query'}" is not expected`)
    if (tokens[0]?.text !== '(') return (fields) => fields(token.text)
    return callOf(token.text, argumentsOf())
  }

  function argumentsOf(): readonly Expression[] {
    take('(')
    const found: Expression[] = []
    while (!takeSign(')')) {
      found.push(either())
      takeSign(',')
    }
    return found
  }

  function isSign(): boolean {
    return tokens[0]?.kind === 'sign'
  }

  function takeWord(word: string): boolean {
    if (tokens[0]?.kind !== 'word' || tokens[0].text !== word) return false
    tokens.shift()
    return true
  }

  function takeSign(sign: string): boolean {
    if (!isSign() || tokens[0]?.text !== sign) return false
    tokens.shift()
    return true
  }

  function take(sign: string): void {
    if (!takeSign(sign))
      throw new SyntaxError(`"${sign}" is expected, not "${tokens[0]?.text ?? 'end of query'}"`)
  }
}

const negated =
  (inner: Expression): Expression =>
  (fields) =>
    inner(fields) !== true

function arithmetic(left: Expression, sign: string, right: Expression): Expression {
  return (fields) => {
    const [one, other] = [Number(left(fields)), Number(right(fields))]
    const result = {
      '+': one + other,
      '-': one - other,
      '*': one * other,
      '/': one / other,
      '%': one % other,
    }[sign]
    return result === undefined || !Number.isFinite(result) ? undefined : result
  }
}

/** Order compares as numbers if both sides read as numbers; `=` and `!=` compare as text. An absent field equals nothing. */
function compare(left: Value, operator: string, right: Value): boolean {
  if (operator === '=') return left !== undefined && String(left) === String(right)
  if (operator === '!=') return String(left) !== String(right)
  if (left === undefined || right === undefined) return false
  const numbers = [Number(left), Number(right)] as const
  const [one, other] = numbers.some(Number.isNaN) ? ([String(left), String(right)] as const) : numbers
  return { '<': one < other, '>': one > other, '<=': one <= other, '>=': one >= other }[operator] ?? false
}
