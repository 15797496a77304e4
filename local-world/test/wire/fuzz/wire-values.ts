import type { NormalizedSchema } from '@smithy/core/schema'
import fc from 'fast-check'
import type { WireProtocol } from '../../../src/kernel/wire-service.ts'
import type { Constraint, ServiceConstraints } from '../../../src/wire/constraints.ts'
import { wireName } from '../../../src/wire/schema.ts'

/** A member's value in a request: nested plain values under the protocol's own names. */
export type WireValue = unknown

interface Recipe {
  readonly protocol: WireProtocol
  readonly shapes: ServiceConstraints['shapes']
  /** Names that exist in the service, so that requests get past the first look-up. */
  readonly known: readonly string[]
}

const MOST_DEPTH = 5
const MOST_MEMBERS = 7
const MOST_CHARACTERS = 5_000
const JUNK = [null, '', 'x', true, 7, -1, 1.5, [], {}, [null], [[]], { a: 1 }, '\u0000', '9'.repeat(400)]
const NUMBERS = [0, 1, -1, 2, 1.5, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, 'NaN', 'Infinity', '-Infinity']
const TEXTS = [
  '',
  ' ',
  '*',
  '/',
  '%',
  '%zz',
  '..',
  '\u{1f600}',
  '<a>&',
  '"',
  "'",
  '$(x)',
  '__proto__',
  'null',
  'true',
  '0',
]

/** Mostly values that satisfy the schema and its constraints, their boundaries, and sometimes something else. */
export function wireValue(
  recipe: Recipe,
  schema: NormalizedSchema,
  shape: string | undefined,
  depth = 0,
): fc.Arbitrary<WireValue> {
  const constraint = recipe.shapes[shape ?? ''] ?? {}
  return fc.oneof({ weight: 14, arbitrary: fitting() }, { weight: 1, arbitrary: fc.constantFrom(...JUNK) })

  function fitting(): fc.Arbitrary<WireValue> {
    if (depth > MOST_DEPTH) return fc.constant(null)
    if (schema.isStructSchema()) return structure(recipe, schema, constraint, depth)
    if (schema.isListSchema()) return list(recipe, schema, constraint, depth)
    if (schema.isMapSchema()) return map(recipe, schema, constraint, depth)
    if (schema.isBooleanSchema()) return fc.boolean()
    if (schema.isTimestampSchema()) return moments(recipe.protocol)
    return schema.isNumericSchema() ? numbers(constraint) : texts(constraint, recipe.known)
  }
}

function structure(
  recipe: Recipe,
  schema: NormalizedSchema,
  constraint: Constraint,
  depth: number,
): fc.Arbitrary<WireValue> {
  const members = [...schema.structIterator()]
  const required = new Set(constraint.required)
  const optional = members.filter(([name]) => !required.has(name)).map(([name]) => name)
  const absent: string[] = [...required]
  return fc
    .record({
      present: fc.subarray(optional, { maxLength: Math.min(MOST_MEMBERS, optional.length) }),
      missing: fc.oneof(
        { weight: 8, arbitrary: fc.constant<string[]>([]) },
        { weight: 1, arbitrary: fc.subarray(absent) },
      ),
    })
    .chain(({ missing, present }) => {
      const chosen = members.filter(
        ([name]) => present.includes(name) || (required.has(name) && !missing.includes(name)),
      )
      return fc.record(
        Object.fromEntries(
          chosen.map(([name, member]) => [
            nameOf(recipe.protocol, member, name),
            wireValue(recipe, member, constraint.members?.[name], depth + 1),
          ]),
        ),
      )
    })
}

/** JSON uses the members' own names. */
const nameOf = (protocol: WireProtocol, member: NormalizedSchema, name: string): string =>
  protocol === 'query' || protocol === 'rest-xml' ? wireName(member, name) : name

function list(
  recipe: Recipe,
  schema: NormalizedSchema,
  { item, max }: Constraint,
  depth: number,
): fc.Arbitrary<WireValue> {
  const element = schema.getValueSchema()
  const most = max !== undefined && max < 20 ? max + 1 : 3
  return fc.array(wireValue(recipe, element, item, depth + 1), { maxLength: most }).map((items) => {
    if (recipe.protocol === 'json' || recipe.protocol === 'rest-json') return items
    const isFlat = Boolean(schema.getMergedTraits().xmlFlattened)
    const content =
      recipe.protocol === 'query' ? Object.fromEntries(items.map((each, at) => [at + 1, each])) : items
    return isFlat ? content : { [wireName(element, 'member')]: content }
  })
}

const map = (recipe: Recipe, schema: NormalizedSchema, { item, key }: Constraint, depth: number) =>
  fc.dictionary(
    texts(recipe.shapes[key ?? ''] ?? {}, recipe.known).map((text) => text.slice(0, 40)),
    wireValue(recipe, schema.getValueSchema(), item, depth + 1),
    { maxKeys: 3 },
  )

const moments = (protocol: WireProtocol): fc.Arbitrary<WireValue> =>
  protocol.endsWith('json')
    ? fc.constantFrom<WireValue>(0, 1_796_000_000, -1, 1e18, '2026-12-01T00:00:00Z', 'noon')
    : fc.constantFrom('2026-12-01T00:00:00Z', '1796000000', 'noon', '')

function numbers({ max, min }: Constraint): fc.Arbitrary<WireValue> {
  const bounds = [min, max].flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1]))
  return fc.oneof(fc.integer({ min: 0, max: 120 }), fc.constantFrom<WireValue>(...NUMBERS, ...bounds))
}

function texts(constraint: Constraint, known: readonly string[]): fc.Arbitrary<string> {
  const lengths = [constraint.min, constraint.max]
    .flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1]))
    .filter((length) => length >= 0 && length <= MOST_CHARACTERS)
  const odd = [
    ...(lengths.length > 0 ? [fc.constantFrom(...lengths).map((length) => 'a'.repeat(length))] : []),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(...TEXTS),
  ]
  const meant = constraint.enum ?? known
  return fc.oneof(
    { weight: 6, arbitrary: meant.length > 0 ? fc.constantFrom(...meant) : fc.string() },
    { weight: 2, arbitrary: fc.oneof(...odd) },
  )
}
