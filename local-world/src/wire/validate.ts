import type { NormalizedSchema } from '@smithy/core/schema'
import type { Constraint, ServiceConstraints } from './constraints.ts'
import { MalformedError } from './malformed-error.ts'

/** How an input violates its service's model. */
export interface Violation {
  /** Member names and positions (from 1) that lead to the value. */
  readonly path: readonly (string | number)[]
  /** The value as AWS prints it; undefined if it is missing. */
  readonly value: string | undefined
  /** AWS's wording: `Member must have length less than or equal to 255`. */
  readonly constraint: string
}

type Path = Violation['path']

const BITS = { integer: 32, long: 64 }
const NOTHING: Constraint = {}
const MUST_NOT_BE_NULL = 'Member must not be null'
const MOST_SHOWN_CHARACTERS = 1_024

/** All violations of the service's model by an operation's decoded input, in the order of its members. */
export function violationsOf(
  { operations, shapes }: ServiceConstraints,
  operation: string,
  schema: NormalizedSchema,
  input: Readonly<Record<string, unknown>>,
): readonly Violation[] {
  const violations: Violation[] = []
  if (schema.isStructSchema()) visit(schema, operations[operation], input, [])
  return violations

  function visit(part: NormalizedSchema, name: string | undefined, value: unknown, path: Path): void {
    const constraint = shapes[name ?? ''] ?? NOTHING
    if (value === null) report(undefined, path, MUST_NOT_BE_NULL)
    else if (value === undefined) return
    else if (part.isStructSchema())
      visitStructure(part, constraint, value as Readonly<Record<string, unknown>>, path)
    else if (part.isListSchema()) visitList(part, constraint, value as readonly unknown[], path)
    else if (part.isMapSchema()) visitMap(part, constraint, value as object, path)
    else visitScalar(constraint, value, path)
  }

  function visitStructure(
    structure: NormalizedSchema,
    constraint: Constraint,
    values: Readonly<Record<string, unknown>>,
    path: Path,
  ): void {
    for (const [name, member] of structure.structIterator()) {
      const value = values[name]
      if (value === undefined && constraint.required?.includes(name))
        report(undefined, [...path, name], MUST_NOT_BE_NULL)
      else visit(member, constraint.members?.[name], value, [...path, name])
    }
  }

  function visitList(list: NormalizedSchema, constraint: Constraint, items: readonly unknown[], path: Path) {
    checkLength(constraint, items.length, () => `[${items.map(shown).join(', ')}]`, path)
    for (const [at, item] of items.entries())
      visit(list.getValueSchema(), constraint.item, item, [...path, at + 1])
  }

  function visitMap(map: NormalizedSchema, constraint: Constraint, values: object, path: Path): void {
    const entries = Object.entries(values)
    checkLength(constraint, entries.length, () => shown(values), path)
    for (const [key, value] of entries) {
      visit(map.getKeySchema(), constraint.key, key, [...path, key])
      visit(map.getValueSchema(), constraint.item, value, [...path, key])
    }
  }

  function visitScalar(constraint: Constraint, value: unknown, path: Path): void {
    if (typeof value === 'number') checkNumber(constraint, value, path)
    if (value instanceof Uint8Array) checkLength(constraint, value.length, () => shown(value), path)
    if (typeof value === 'string') checkText(constraint, value, path)
  }

  function checkNumber({ integer, min, max }: Constraint, value: number, path: Path): void {
    if (integer && (!Number.isInteger(value) || Math.abs(value) >= 2 ** (BITS[integer] - 1)))
      throw new MalformedError(
        `${value} can not be converted to ${integer === 'long' ? 'a Long' : 'an Integer'}`,
      )
    if (max !== undefined && value > max)
      report(value, path, `Member must have value less than or equal to ${max}`)
    if (min !== undefined && value < min)
      report(value, path, `Member must have value greater than or equal to ${min}`)
  }

  function checkText(constraint: Constraint, value: string, path: Path): void {
    if (constraint.enum) {
      if (!constraint.enum.includes(value))
        report(value, path, `Member must satisfy enum value set: [${constraint.enum.join(', ')}]`)
      return
    }
    checkLength(constraint, [...value].length, () => value, path)
    if (constraint.pattern !== undefined && !wholePattern(constraint.pattern).test(value))
      report(value, path, `Member must satisfy regular expression pattern: ${constraint.pattern}`)
  }

  function checkLength({ min, max }: Constraint, length: number, value: () => string, path: Path): void {
    if (max !== undefined && length > max)
      report(value(), path, `Member must have length less than or equal to ${max}`)
    if (min !== undefined && length < min)
      report(value(), path, `Member must have length greater than or equal to ${min}`)
  }

  function report(value: unknown, path: Path, constraint: string): void {
    violations.push({ path, value: value === undefined ? undefined : shown(value), constraint })
  }
}

function shown(value: unknown): string {
  const text =
    value instanceof Uint8Array || typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > MOST_SHOWN_CHARACTERS ? `${text.slice(0, MOST_SHOWN_CHARACTERS)}...` : text
}

const patterns = new Map<string, RegExp>()

/** AWS uses Java's regular expressions; some contain escapes that JavaScript forbids in Unicode mode. */
export function wholePattern(pattern: string): RegExp {
  const known = patterns.get(pattern)
  if (known) return known
  // In Java's character classes, a hyphen after a property class is literal.
  const source = `^(?:${pattern.replaceAll(/(\\p\{\w+\})-/g, '$1\\-')})$`
  let expression: RegExp
  try {
    expression = new RegExp(source, 'u')
  } catch {
    expression = new RegExp(source)
  }
  patterns.set(pattern, expression)
  return expression
}
