import { MASKED } from '@meridian/resource-graph'
import { isRecord } from '../read/statements.ts'
import type { Shape, StringShape, StructureShape } from './shape.ts'

/** How a value violates its shape. */
export type Breach = 'enumeration' | 'length' | 'pattern' | 'range' | 'required' | 'kind'

interface ModelViolation {
  readonly breach: Breach
  readonly path: string
  readonly seen: string
  readonly wanted: string
}

export interface Validation {
  readonly violations: readonly ModelViolation[]
  /** Number of values that the shape covers. */
  readonly checked: number
  /** Paths that the shape has no member for: the provider's own, or differently named. */
  readonly unmatched: readonly string[]
}

/** Set by the provider or the SDK, never by a program. */
const FILLED = ['CallerReference', 'Quantity', 'ClientToken', 'clientToken', 'IdempotencyToken']
const MOST_VALUES_SHOWN = 12

/** Validates a value against a shape; names match without regard to case and plural, as Pulumi's differ from AWS's. */
export function validate(shape: Shape, value: unknown, path = ''): Validation {
  const violations: ModelViolation[] = []
  const unmatched: string[] = []
  let checked = 0

  visit(shape, value, path)
  return { violations, checked, unmatched }

  function visit(each: Shape | undefined, given: unknown, at: string): void {
    // A secret is masked in a graph: present, but impossible to validate.
    if (!each || isAbsent(given) || given === MASKED) return
    const parsed = each.kind === 'structure' || each.kind === 'list' ? fromJson(given) : given
    if (each.kind === 'structure') visitStructure(each, parsed, at)
    else if (each.kind === 'list') visitList(each, parsed, at)
    else if (each.kind === 'map') visitMap(each, parsed, at)
    else visitScalar(each, parsed, at)
  }

  function visitStructure(structure: StructureShape, given: unknown, at: string): void {
    if (Array.isArray(given)) {
      // CloudFront's lists are structures with Items; elsewhere Pulumi has a list where AWS takes one.
      const items = structure.members.get('Items')
      if (items) visit(items(), given, at)
      else for (const [index, one] of given.entries()) visit(structure, one, `${at}[${index}]`)
      return
    }
    if (!isRecord(given)) {
      checked++
      report('kind', at, given, `a structure (${structure.name})`)
      return
    }
    const matched = new Set<string>()
    for (const [key, inner] of Object.entries(given)) {
      if (isAbsent(inner)) continue
      const member = matchingMember(structure, key)
      if (member === undefined) unmatched.push(join(at, key))
      else {
        matched.add(member)
        visit(structure.members.get(member)?.(), inner, join(at, member))
      }
    }
    for (const member of structure.required)
      if (!matched.has(member) && !FILLED.includes(member))
        report('required', join(at, member), undefined, 'a value')
  }

  function visitList(list: Extract<Shape, { kind: 'list' }>, given: unknown, at: string): void {
    const items = itemsOf(list.element(), given)
    checked++
    if (list.max !== undefined && items.length > list.max)
      report('length', at, `${items.length} items`, `at most ${list.max}`)
    if (list.min !== undefined && items.length < list.min)
      report('length', at, `${items.length} items`, `at least ${list.min}`)
    for (const [index, item] of items.entries()) visit(list.element(), item, `${at}[${index}]`)
  }

  function visitMap(map: Extract<Shape, { kind: 'map' }>, given: unknown, at: string): void {
    if (isRecord(given))
      for (const [key, inner] of Object.entries(given)) visit(map.value(), inner, join(at, key))
  }

  function visitScalar(scalar: Shape, given: unknown, at: string): void {
    checked++
    if (scalar.kind === 'boolean' && !['true', 'false'].includes(String(given)))
      report('kind', at, given, 'true or false')
    if (scalar.kind === 'string') visitString(scalar, given, at)
    if (scalar.kind === 'number') {
      const number = Number(given)
      if (Number.isNaN(number)) report('kind', at, given, 'a number')
      else if (number < (scalar.min ?? number) || number > (scalar.max ?? number))
        report('range', at, given, `${scalar.min ?? 'any'} to ${scalar.max ?? 'any'}`)
    }
  }

  function visitString(string: StringShape, given: unknown, at: string): void {
    if (typeof given === 'object') {
      report('kind', at, given, 'text')
      return
    }
    const text = String(given)
    if (string.values && !string.values.includes(text))
      report('enumeration', at, text, `one of ${string.values.slice(0, MOST_VALUES_SHOWN).join(', ')}`)
    if (text.length > (string.max ?? text.length) || text.length < (string.min ?? 0))
      report('length', at, `${text.length} characters`, `${string.min ?? 0} to ${string.max ?? 'any'}`)
    if (string.pattern && !matches(string.pattern, text)) report('pattern', at, text, string.pattern)
  }

  function report(breach: Breach, at: string, seen: unknown, wanted: string): void {
    violations.push({
      breach,
      path: at,
      seen: seen === undefined ? 'absent' : String(seen).slice(0, 120),
      wanted,
    })
  }
}

/** The provider omits empty values. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** A list; one item alone; or a map such as tags, which AWS takes as pairs of a key and a value. */
function itemsOf(element: Shape | undefined, given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given
  if (element?.kind !== 'structure' || !isRecord(given)) return [given]
  if (Object.keys(given).some((key) => matchingMember(element, key) !== undefined)) return [given]
  const [key = 'Key', value = 'Value'] = element.members.keys()
  return Object.entries(given).map(([name, inner]) => ({ [key]: name, [value]: inner }))
}

/** The provider's names where they differ inside a structure. */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AliasTarget: { name: 'DNSName', zoneId: 'HostedZoneId' },
  OriginCustomHeader: { name: 'HeaderName', value: 'HeaderValue' },
  MetricTransformation: { name: 'metricName', namespace: 'metricNamespace', value: 'metricValue' },
  GeoLocation: { continent: 'ContinentCode', country: 'CountryCode', subdivision: 'SubdivisionCode' },
  Origin: { originId: 'Id' },
  OriginGroup: { originId: 'Id' },
}

function matchingMember(structure: StructureShape, key: string): string | undefined {
  if (structure.members.has(key)) return key
  const alias = ALIASES[structure.name]?.[key]
  if (alias) return alias
  return [...structure.members.keys()].find((member) => plain(member) === plain(key))
}

/** `vpcSecurityGroupIds` and `VpcSecurityGroupId` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '')
}

function fromJson(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** botocore's patterns are Java's; one that JavaScript cannot parse is not checked. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su').test(text)
  } catch {
    return true
  }
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
