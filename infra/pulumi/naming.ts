import { PROJECT } from '@meridian/topology'
import { InvalidPhysicalNameError, UnknownNamingRuleError } from './errors.ts'
import { ACCOUNT_NAMES } from './names/account.ts'
import { CORE_NAMES } from './names/core.ts'
import { EDGE_NAMES } from './names/edge.ts'
import { OPERATIONS_NAMES } from './names/operations.ts'
import type { NamingRule } from './names/rule.ts'

export type { NamingRule }

/** Every AWS type that the program may use. */
const RULES: Readonly<Record<string, NamingRule>> = {
  ...CORE_NAMES,
  ...EDGE_NAMES,
  ...ACCOUNT_NAMES,
  ...OPERATIONS_NAMES,
}

/** The rule for an AWS type; throws for a type that has none. */
export function namingRule(type: string): NamingRule {
  const rule = RULES[type]
  if (!rule) throw new UnknownNamingRuleError(type)
  return rule
}

/** What AWS calls a resource that the program calls `name`: the project's name goes before it. */
export function physicalName(type: string, name: string): string {
  const prefix = type === 'aws:kms/alias:Alias' ? `alias/${PROJECT}` : PROJECT
  return checkedName(type, `${prefix}-${name}`)
}

/** The same name if AWS would accept it for this type; throws otherwise. */
export function checkedName(type: string, value: string): string {
  const { maxLength = Number.POSITIVE_INFINITY, pattern = /^/ } = namingRule(type)
  if (value.length > maxLength)
    throw new InvalidPhysicalNameError(type, value, `at most ${maxLength} characters`)
  if (!pattern.test(value)) throw new InvalidPhysicalNameError(type, value, `a name that matches ${pattern}`)
  return value
}
