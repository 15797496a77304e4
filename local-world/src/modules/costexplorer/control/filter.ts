import type { Expression } from '@aws-sdk/client-cost-explorer'
import type { CostLine } from '@meridian/cost'
import { DIMENSIONS, isDimension } from '../model/cost-and-usage.ts'
import { validation } from './aws-errors.ts'

/** Tests whether a line matches an expression: dimensions, And, Or and Not. */
export function filterOf(expression: Expression | undefined): (line: CostLine) => boolean {
  if (expression === undefined) return () => true
  const { And, Dimensions, Not, Or } = expression
  if (And) {
    const parts = And.map(filterOf)
    return (line) => parts.every((holds) => holds(line))
  }
  if (Or) {
    const parts = Or.map(filterOf)
    return (line) => parts.some((holds) => holds(line))
  }
  if (Not) {
    const inner = filterOf(Not)
    return (line) => !inner(line)
  }
  const { Key = '', Values = [] } = Dimensions ?? {}
  if (!isDimension(Key))
    throw validation(`Dimension ${Key} is not known here; ${Object.keys(DIMENSIONS).join(', ')} are`)
  return (line) => Values.includes(DIMENSIONS[Key](line))
}
