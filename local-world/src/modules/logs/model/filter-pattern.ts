import { type EventTest, regularExpression } from './event-test.ts'
import { parseJsonPattern } from './json-pattern.ts'

const TERM = /([?-])?(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|([^\s"]+))/g

/**
 * A CloudWatch Logs filter pattern: terms (`ERROR`, `"two words"`, `-not`, `?either ?or`, `%regular expression%`) or conditions
 * on JSON (`{ $.status >= 500 }`). Throws SyntaxError for anything else, including bracketed patterns for columns.
 */
export function parseFilterPattern(pattern: string): EventTest {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) return parseJsonPattern(text)
  if (text.startsWith('['))
    throw new SyntaxError(
      'patterns of columns ([a, b]) are not read in the local world; use terms or { $.field … }',
    )
  return parseTerms(text)
}

function parseTerms(text: string): EventTest {
  const required: EventTest[] = []
  const optional: EventTest[] = []
  for (const [, sign, phrase, expression, word] of text.matchAll(TERM)) {
    const holds = testOf(phrase?.replaceAll('\\"', '"') ?? word, expression)
    if (sign === '?') optional.push(holds)
    else required.push(sign === '-' ? (message) => !holds(message) : holds)
  }
  if (required.length + optional.length === 0) throw new SyntaxError('Invalid filter pattern')
  // AWS ignores optional terms when there are required ones.
  return required.length > 0
    ? (message) => required.every((holds) => holds(message))
    : (message) => optional.some((holds) => holds(message))
}

function testOf(term: string | undefined, expression: string | undefined): EventTest {
  if (expression === undefined) return (message) => message.includes(term ?? '')
  const regular = regularExpression(expression)
  return (message) => regular.test(message)
}
