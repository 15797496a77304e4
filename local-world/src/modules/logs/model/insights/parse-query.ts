import { type Aggregate, aggregateOf } from './aggregates.ts'
import { parseExpression } from './expression.ts'
import { type Token, tokensOf } from './tokens.ts'
import type { Expression } from './value.ts'

export interface Column {
  readonly name: string
  readonly value: Expression
}

export interface Order {
  readonly value: Expression
  readonly isDescending: boolean
}

export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Column[] }
  | { readonly kind: 'filter'; readonly holds: Expression }
  | { readonly kind: 'sort'; readonly orders: readonly Order[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'stats'; readonly aggregates: readonly Aggregate[]; readonly by: readonly Column[] }

/** Parses a query of fields, display, filter, sort, limit and stats, joined by `|`. Throws SyntaxError. */
export function parseQuery(text: string): readonly Command[] {
  const commands = splitAt(tokensOf(text), '|').map(parseCommand)
  if (commands.length === 0) throw new SyntaxError('the query is empty')
  return commands
}

function parseCommand(tokens: Token[]): Command {
  const name = tokens.shift()?.text.toLowerCase()
  const command = commandOf(name, tokens)
  if (tokens.length > 0) throw new SyntaxError(`"${tokens[0]?.text}" is not expected in ${name}`)
  return command
}

function commandOf(name: string | undefined, tokens: Token[]): Command {
  switch (name) {
    case 'fields':
    case 'display':
      return { kind: name, columns: parseColumns(tokens) }
    case 'filter':
      return { kind: 'filter', holds: parseExpression(tokens) }
    case 'sort':
      return { kind: 'sort', orders: listOf(tokens, parseOrder) }
    case 'limit':
      return { kind: 'limit', count: countOf(tokens.shift()) }
    case 'stats':
      return parseStats(tokens)
    default:
      throw new SyntaxError(
        `the local world has no command ${name ?? ''}; it has fields, display, filter, sort, limit and stats`,
      )
  }
}

function parseStats(tokens: Token[]): Command {
  const aggregates = listOf(tokens, (rest) => {
    const before = [...rest]
    const call = rest.shift()?.text ?? ''
    const argument = argumentOf(rest)
    return aggregateOf(call, argument, parseAlias(rest) ?? writtenAs(before, rest))
  })
  if (tokens[0]?.text !== 'by') return { kind: 'stats', aggregates, by: [] }
  tokens.shift()
  return { kind: 'stats', aggregates, by: parseColumns(tokens) }
}

/** The arguments of an aggregate, split at commas. */
function argumentOf(tokens: Token[]): readonly Expression[] {
  if (tokens.shift()?.text !== '(') throw new SyntaxError('stats needs functions, such as count(*)')
  const found: Expression[] = []
  while (tokens[0]?.text !== ')') {
    if (tokens.length === 0) throw new SyntaxError('")" is expected')
    if (tokens[0]?.text === '*') tokens.shift()
    else found.push(parseExpression(tokens))
    if (tokens[0]?.text === ',') tokens.shift()
  }
  tokens.shift()
  return found
}

const parseColumns = (tokens: Token[]): readonly Column[] =>
  listOf(tokens, (rest) => {
    const before = [...rest]
    const value = parseExpression(rest)
    return { name: parseAlias(rest) ?? writtenAs(before, rest), value }
  })

function parseOrder(tokens: Token[]): Order {
  const value = parseExpression(tokens)
  const direction = tokens[0]?.text.toLowerCase()
  if (direction === 'asc' || direction === 'desc') tokens.shift()
  return { value, isDescending: direction === 'desc' }
}

function parseAlias(tokens: Token[]): string | undefined {
  if (tokens[0]?.kind !== 'word' || tokens[0].text.toLowerCase() !== 'as') return undefined
  tokens.shift()
  return tokens.shift()?.text
}

/** The query's own text, which names a column without an alias. */
const writtenAs = (before: readonly Token[], rest: readonly Token[]): string =>
  before
    .slice(0, before.length - rest.length)
    .map(({ text }) => text)
    .join('')

function countOf(token: Token | undefined): number {
  const count = Number(token?.text)
  if (!Number.isInteger(count) || count < 1)
    throw new SyntaxError(`limit needs a number, not "${token?.text ?? ''}"`)
  return count
}

function listOf<Item>(tokens: Token[], parse: (tokens: Token[]) => Item): readonly Item[] {
  const items = [parse(tokens)]
  while (tokens[0]?.text === ',') {
    tokens.shift()
    items.push(parse(tokens))
  }
  return items
}

function splitAt(tokens: readonly Token[], sign: string): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens)
    if (token.kind === 'sign' && token.text === sign) parts.push([])
    else parts.at(-1)?.push(token)
  return parts.filter((part) => part.length > 0)
}
