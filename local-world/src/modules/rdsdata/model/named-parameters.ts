/** A statement in PostgreSQL's form, and the names of its parameters in the order of `$1`, `$2`, … */
export interface NumberedStatement {
  readonly text: string
  readonly names: readonly string[]
}

/** What may contain a colon that begins no parameter: literals, quoted names, dollar quotes, comments, casts. */
const OPAQUE = [
  String.raw`\b[eE]'(?:[^'\\]|''|\\.)*'`,
  `'(?:[^']|'')*'`,
  `"(?:[^"]|"")*"`,
  String.raw`\$(?<tag>[a-zA-Z_]\w*)?\$.*?\$\k<tag>\$`,
  String.raw`--[^\n]*`,
  String.raw`/\*.*?\*/`,
  '::',
].join('|')
const TOKEN = new RegExp(`${OPAQUE}|:(?<name>[a-zA-Z_]\\w*)`, 'gs')

/** Replaces `:name`, the Data API's notation, by PostgreSQL's numbers. A name that occurs twice gets one number. */
export function numberParameters(sql: string): NumberedStatement {
  const names: string[] = []
  const text = sql.replace(TOKEN, (token, ...rest) => {
    const { name } = rest.at(-1) as { readonly name?: string }
    if (name === undefined) return token
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}`
  })
  return { text, names }
}
