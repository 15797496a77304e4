import { MASKED, type ResourceNode } from '@meridian/resource-graph'
import data from '../data/cloudformation-constraints.json' with { type: 'json' }

/** A CloudFormation schema's constraints on a value and its members (JSON Schema). */
interface Constraints {
  readonly enum?: readonly (string | number | boolean)[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Constraints
  readonly properties?: Readonly<Record<string, Property>>
}

/** `is` says where CloudFormation has it; empty where it has the members of the provider's structure one level up. */
type Property = Constraints & { readonly is: string }

/** `under` is the member that holds all of the resource's properties. */
type ResourceType = Property & { readonly under?: string }

const TYPES: Readonly<Record<string, ResourceType>> = data.types

/** Properties with values that the type's CloudFormation schema rejects, in CloudFormation's words. */
export function schemaRefusals({ type, inputs }: ResourceNode): readonly string[] {
  const described = TYPES[type]
  if (!described) return []
  return [...broken(inputs, described, described.under ? [described.under] : [])].map(
    ({ path, value, wanted }) =>
      `Model validation failed (${described.is} #/${path.join('/')}: ${JSON.stringify(value)} ${wanted})`,
  )
}

interface Broken {
  readonly path: readonly string[]
  readonly value: unknown
  readonly wanted: string
}

function* broken(given: unknown, constraints: Constraints, path: readonly string[]): Iterable<Broken> {
  // Secrets are masked in a graph, so they cannot be validated.
  if (given == null || given === '' || given === MASKED) return
  const value = constraints.items || constraints.properties ? parsed(given) : given
  for (const wanted of brokenBy(value, constraints)) yield { path, value, wanted }
  if (Array.isArray(value)) {
    // Where CloudFormation takes one structure, the provider may take a list of one.
    const each = constraints.items ?? (constraints.properties && { properties: constraints.properties })
    if (each) for (const [index, one] of value.entries()) yield* broken(one, each, [...path, String(index)])
  } else if (typeof value === 'object') {
    const properties = Object.entries(constraints.properties ?? constraints.items?.properties ?? {})
    for (const [name, property] of properties) {
      const inner = (value as Readonly<Record<string, unknown>>)[name]
      yield* broken(inner, property, property.is === '' ? path : [...path, property.is])
    }
  }
}

/** Some structures are given as JSON, such as a task's containers. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? JSON.parse(value) : value
}

function brokenBy(value: unknown, constraints: Constraints): readonly string[] {
  if (Array.isArray(value)) return outside(value.length, 'items', constraints.minItems, constraints.maxItems)
  if (constraints.enum && !constraints.enum.map(String).includes(String(value)))
    return [`is not a valid enum value; one of ${constraints.enum.join(', ')}`]
  if (typeof value === 'number') return outside(value, '', constraints.minimum, constraints.maximum)
  if (typeof value !== 'string') return []
  return [
    ...outside(value.length, 'characters', constraints.minLength, constraints.maxLength),
    ...(constraints.pattern === undefined || new RegExp(constraints.pattern).test(value)
      ? []
      : [`does not match pattern ${constraints.pattern}`]),
  ]
}

function outside(
  amount: number,
  unit: string,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
) {
  const limit = amount < least ? `expected minimum ${least}` : amount > most ? `expected maximum ${most}` : ''
  return limit === '' ? [] : [`${limit}, actual ${amount} ${unit}`.trim()]
}
