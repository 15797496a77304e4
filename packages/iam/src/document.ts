import { PolicyDocumentError } from './errors.ts'

/** Operator, then condition key, then the values that the key is compared with. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** Who a statement is about: by kind (`AWS`, `Service`, `Federated`, `CanonicalUser`), or everybody. */
export type PrincipalElement = '*' | Readonly<Record<string, readonly string[]>>

/** One statement, with lists where the language accepts one or many. */
export interface Statement {
  /** Position in the document, from 0. */
  readonly index: number
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny'
  readonly actions: readonly string[]
  readonly notActions: readonly string[]
  readonly resources: readonly string[]
  readonly notResources: readonly string[]
  readonly principal: PrincipalElement | undefined
  readonly notPrincipal: PrincipalElement | undefined
  readonly conditions: Conditions
}

/** A policy document as IAM evaluates it. */
export interface PolicyDocument {
  /** What a decision calls it, such as `identity policy "release"`. */
  readonly label: string
  readonly statements: readonly Statement[]
}

type Json = Readonly<Record<string, unknown>>

/**
 * Reads a policy document, as text or as a parsed object.
 *
 * @throws {PolicyDocumentError} MERIDIAN_IAM_POLICY_MALFORMED when it is no JSON object, or a statement has no effect.
 */
export function readPolicy(document: unknown, label = 'policy'): PolicyDocument {
  const value = typeof document === 'string' ? parse(document, label) : document
  if (!isRecord(value)) throw malformed(label, 'it is not a JSON object')
  const statement = value.Statement
  const statements = Array.isArray(statement) ? statement : [statement]
  return { label, statements: statements.map((each, index) => readStatement(each, index, label)) }
}

function readStatement(value: unknown, index: number, label: string): Statement {
  if (!isRecord(value)) throw malformed(label, `Statement[${index}] is not an object`)
  const { Sid, Effect } = value
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw malformed(label, `Statement[${index}].Effect is ${JSON.stringify(Effect)}, not Allow or Deny`)
  return {
    index,
    sid: typeof Sid === 'string' ? Sid : undefined,
    effect: Effect,
    actions: listOf(value.Action),
    notActions: listOf(value.NotAction),
    resources: listOf(value.Resource),
    notResources: listOf(value.NotResource),
    principal: principalOf(value.Principal),
    notPrincipal: principalOf(value.NotPrincipal),
    conditions: conditionsOf(value.Condition),
  }
}

function principalOf(value: unknown): PrincipalElement | undefined {
  if (value === undefined) return undefined
  if (!isRecord(value)) return '*'
  return Object.fromEntries(Object.entries(value).map(([kind, names]) => [kind, listOf(names)]))
}

function conditionsOf(value: unknown): Conditions {
  if (!isRecord(value)) return {}
  const keysOf = (keys: unknown) =>
    Object.fromEntries(
      Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => [key, listOf(values)]),
    )
  return Object.fromEntries(Object.entries(value).map(([operator, keys]) => [operator, keysOf(keys)]))
}

function parse(text: string, label: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw malformed(label, error instanceof Error ? error.message : String(error))
  }
}

function listOf(value: unknown): readonly string[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map(String)
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function malformed(label: string, why: string): PolicyDocumentError {
  return new PolicyDocumentError(
    'MERIDIAN_IAM_POLICY_MALFORMED',
    `The ${label} is not a policy document: ${why}. IAM refuses it as MalformedPolicyDocument.`,
  )
}
