import type { ResourceNode } from '@meridian/resource-graph'
import data from '../data/cloudformation-constraints.json' with { type: 'json' }

/** What a CloudFormation schema says of one property (JSON Schema). */
interface Constraints {
  /** The name of the property in CloudFormation. */
  readonly is: string
  readonly enum?: readonly (string | number | boolean)[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
}

const TYPES: Readonly<
  Record<string, { readonly is: string; readonly properties: Readonly<Record<string, Constraints>> }>
> = data.types

/** The properties whose values the CloudFormation schema of the type does not take, as CloudFormation words it. */
export function schemaRefusals(node: ResourceNode): readonly string[] {
  const described = TYPES[node.type]
  if (!described) return []
  return Object.entries(described.properties).flatMap(([property, constraints]) => {
    const value = node.inputs[property]
    return value == null
      ? []
      : brokenBy(value, constraints).map(
          (wanted) =>
            `Model validation failed (${described.is} #/${constraints.is}: ${JSON.stringify(value)} ${wanted})`,
        )
  })
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
