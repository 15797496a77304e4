import type { AlarmState } from './alarm-state.ts'

/** A composite alarm's rule, given the state of each alarm it names; undefined for an alarm that does not exist. */
export interface AlarmRule {
  /** Names or ARNs, without duplicates. */
  readonly children: readonly string[]
  holds(stateOf: (alarm: string) => AlarmState | undefined): boolean
}

/** PutCompositeAlarm's limit. */
const MOST_CHILDREN = 100
const MOST_CHARACTERS = 10_240

const TOKEN =
  /\s*(?:(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"([^"]+)"|([^\s()"]+))\s*\)|(AND|OR|NOT|TRUE|FALSE|\(|\)))/y

type Holds = AlarmRule['holds']

interface Token {
  readonly word: string
  /** Set for `ALARM("name")` and the like. */
  readonly alarm?: string
}

/** Parses AWS's grammar: alarm states, TRUE, FALSE, AND, OR, NOT and parentheses. Throws a readable message. */
export function parseAlarmRule(text: string): AlarmRule {
  if (text.length > MOST_CHARACTERS)
    throw new SyntaxError(`the rule has ${text.length} characters; CloudWatch takes ${MOST_CHARACTERS}`)
  const tokens = tokensOf(text)
  const children = [...new Set(tokens.flatMap(({ alarm }) => alarm ?? []))]
  if (children.length > MOST_CHILDREN)
    throw new SyntaxError(`the rule names ${children.length} alarms; CloudWatch takes ${MOST_CHILDREN}`)
  let at = 0
  const holds = either()
  if (at < tokens.length) throw new SyntaxError(`"${text}" goes on after its end: "${tokens[at]?.word}"`)
  return { children, holds }

  function either(): Holds {
    const parts = joined('OR', both)
    return (stateOf) => parts.some((part) => part(stateOf))
  }

  function both(): Holds {
    const parts = joined('AND', single)
    return (stateOf) => parts.every((part) => part(stateOf))
  }

  function joined(word: string, part: () => Holds): readonly Holds[] {
    const parts = [part()]
    while (tokens[at]?.word === word) {
      at += 1
      parts.push(part())
    }
    return parts
  }

  function single(): Holds {
    const token = tokens[at]
    if (!token) throw new SyntaxError(`"${text}" ends too early`)
    at += 1
    const { alarm, word } = token
    if (alarm !== undefined) return (stateOf) => stateOf(alarm) === word
    if (word === 'TRUE' || word === 'FALSE') return () => word === 'TRUE'
    if (word === 'NOT') {
      const denied = single()
      return (stateOf) => !denied(stateOf)
    }
    if (word !== '(') throw new SyntaxError(`"${text}" has "${word}" where an alarm's state should be`)
    const inner = either()
    if (tokens[at]?.word !== ')') throw new SyntaxError(`"${text}" lacks a ")"`)
    at += 1
    return inner
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (!match) throw new SyntaxError(`"${text.slice(at)}" is not an alarm rule`)
    const [, state, quoted, bare, word] = match
    const alarm = quoted ?? bare
    tokens.push({ word: state ?? word ?? '', ...(alarm !== undefined && { alarm }) })
  }
  return tokens
}
