export interface Token {
  readonly kind: 'word' | 'number' | 'text' | 'regular' | 'sign' | 'field'
  readonly text: string
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?![\w.]))|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|`(?<field>[^`]+)`|(?<word>[@\w][\w.@[\]]*)|(?<sign>=~|!=|>=|<=|[=<>(),|+*%[\]-]|\/))/y
const REGULAR = /\s*\/((?:[^/\\]|\\.)+)\//y
const COMMENT = /(^|\s)#.*$/gm

/** The tokens of a CloudWatch Logs Insights query. Throws SyntaxError. */
export function tokensOf(query: string): Token[] {
  const text = query.replace(COMMENT, '')
  const tokens: Token[] = []
  const end = text.trimEnd().length
  let at = 0
  while (at < end) {
    const [token, next] = tokenAt(text, at, tokens.at(-1))
    tokens.push(token)
    at = next
  }
  return tokens
}

function tokenAt(text: string, at: number, before: Token | undefined): readonly [Token, number] {
  // After `like` and `=~` a slash starts a regular expression; anywhere else it divides.
  if (before?.text === 'like' || before?.text === '=~') {
    REGULAR.lastIndex = at
    const regular = REGULAR.exec(text)
    if (regular) return [{ kind: 'regular', text: regular[1] ?? '' }, REGULAR.lastIndex]
  }
  TOKEN.lastIndex = at
  const found = TOKEN.exec(text)?.groups
  if (!found)
    throw new SyntaxError(`unexpected symbol found ${text.slice(at).trim().charAt(0)} at position ${at}`)
  const { double, field, number, sign, single, word } = found
  const token: Token =
    number !== undefined
      ? { kind: 'number', text: number }
      : (double ?? single) !== undefined
        ? { kind: 'text', text: (double ?? single ?? '').replaceAll(/\\(["'])/g, '$1') }
        : field !== undefined
          ? { kind: 'field', text: field }
          : word !== undefined
            ? { kind: 'word', text: word }
            : { kind: 'sign', text: sign ?? '' }
  return [token, TOKEN.lastIndex]
}
