import { compareAddress } from './addresses.ts'
import type { Conditions } from './document.ts'
import { PolicyDocumentError } from './errors.ts'
import { asLiteral, fitsArn, fitsPattern, withoutLiterals } from './patterns.ts'

type Context = ReadonlyMap<string, readonly string[]>
type Compare = (seen: string, wanted: string) => boolean

interface Operator {
  readonly compare: Compare
  /** True when none of the values may match, instead of one that must. */
  readonly isNegated: boolean
}

const same: Compare = (seen, wanted) => seen === withoutLiterals(wanted)
const sameInAnyCase: Compare = (seen, wanted) => seen.toLowerCase() === withoutLiterals(wanted).toLowerCase()
const like: Compare = (seen, wanted) => fitsPattern(wanted, seen)
const likeArn: Compare = (seen, wanted) => fitsArn(wanted, seen)

/** IAM User Guide, IAM JSON policy elements: Condition operators. The negated ones are built from these below. */
const PLAIN: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameInAnyCase,
  StringLike: like,
  NumericEquals: numbers((seen, wanted) => seen === wanted),
  NumericLessThan: numbers((seen, wanted) => seen < wanted),
  NumericLessThanEquals: numbers((seen, wanted) => seen <= wanted),
  NumericGreaterThan: numbers((seen, wanted) => seen > wanted),
  NumericGreaterThanEquals: numbers((seen, wanted) => seen >= wanted),
  DateEquals: dates((seen, wanted) => seen === wanted),
  DateLessThan: dates((seen, wanted) => seen < wanted),
  DateLessThanEquals: dates((seen, wanted) => seen <= wanted),
  DateGreaterThan: dates((seen, wanted) => seen > wanted),
  DateGreaterThanEquals: dates((seen, wanted) => seen >= wanted),
  Bool: sameInAnyCase,
  BinaryEquals: same,
  IpAddress: compareAddress,
  // Both take wildcards and are equivalent.
  ArnEquals: likeArn,
  ArnLike: likeArn,
}

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

/**
 * Whether every condition holds for a request: operators and keys are joined by AND, the values of one key by OR.
 *
 * @throws {PolicyDocumentError} MERIDIAN_IAM_OPERATOR_UNKNOWN for an operator that IAM does not have.
 */
export function conditionsHold(conditions: Conditions, context: Context): boolean {
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => holds(operator, key, values, context)),
  )
}

function holds(name: string, key: string, values: readonly string[], context: Context): boolean {
  const seen = context.get(key.toLowerCase())
  if (name === 'Null') return values.some((value) => value.toLowerCase() === String(seen === undefined))

  const [, set, base = '', ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(name) ?? []
  const { compare, isNegated } = operatorOf(base, name)
  const fits = (value: string) =>
    isNegated !== values.some((wanted) => compare(value, filled(wanted, context)))

  // ForAllValues is true without values, ForAnyValue is false.
  if (set === 'ForAllValues:') return (seen ?? []).every(fits)
  if (set === 'ForAnyValue:') return seen === undefined ? ifExists !== undefined : seen.some(fits)
  // A key missing from the request matches no value: negated operators hold.
  if (seen === undefined) return ifExists !== undefined || isNegated
  return isNegated ? seen.every(fits) : seen.some(fits)
}

function operatorOf(base: string, name: string): Operator {
  const plain = PLAIN[base]
  if (plain) return { compare: plain, isNegated: false }
  const negated = PLAIN[NEGATED[base] ?? '']
  if (negated) return { compare: negated, isNegated: true }
  throw new PolicyDocumentError(
    'MERIDIAN_IAM_OPERATOR_UNKNOWN',
    `IAM has no condition operator "${name}". Use one of ${[...Object.keys(PLAIN), ...Object.keys(NEGATED), 'Null'].join(', ')}.`,
  )
}

/** Policy variables: `${aws:username}`, with a default as `${aws:username, 'nobody'}`, and the three literals. */
export function filled(text: string, context: Context): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (whole, inside: string) => {
    if (['*', '?', '$'].includes(inside)) return asLiteral(inside)
    const [, key = '', fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside) ?? []
    const values = context.get(key.toLowerCase())
    // A variable without a value is not replaced, so nothing matches it.
    const value = values?.length === 1 ? values[0] : fallback
    return value === undefined ? whole : asLiteral(value)
  })
}

function numbers(compare: (seen: number, wanted: number) => boolean): Compare {
  return (seen, wanted) => compare(Number(seen), Number(wanted))
}

function dates(compare: (seen: number, wanted: number) => boolean): Compare {
  // Epoch seconds are allowed besides ISO 8601.
  const at = (value: string) => (/^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value))
  return (seen, wanted) => compare(at(seen), at(wanted))
}
