import type { InvokeProvider } from '../../../kernel/resource-provider.ts'

/** One statement, as the provider's `getPolicyDocument` accepts it. */
interface StatementArgs {
  readonly sid?: string
  readonly effect?: string
  readonly actions?: readonly string[]
  readonly notActions?: readonly string[]
  readonly resources?: readonly string[]
  readonly notResources?: readonly string[]
  readonly principals?: readonly PrincipalArgs[]
  readonly notPrincipals?: readonly PrincipalArgs[]
  readonly conditions?: readonly {
    readonly test: string
    readonly variable: string
    readonly values: readonly string[]
  }[]
}

interface PrincipalArgs {
  readonly type: string
  readonly identifiers: readonly string[]
}

interface DocumentArgs {
  readonly version?: string
  readonly policyId?: string
  readonly statements?: readonly StatementArgs[]
  readonly sourcePolicyDocuments?: readonly string[]
  readonly overridePolicyDocuments?: readonly string[]
}

interface Statement {
  readonly Sid?: string
  readonly [key: string]: unknown
}

const CURRENT_VERSION = '2012-10-17'

/** `getPolicyDocument`: the same JSON as AWS's provider, lists sorted in reverse, one-element lists as a string. */
export const getPolicyDocument: InvokeProvider = ({ args, token }) => {
  const document: DocumentArgs = args
  const own = [
    ...(document.sourcePolicyDocuments ?? []).flatMap(statementsOf),
    ...(document.statements ?? []).map(statement),
  ]
  const policy = {
    Version: document.version ?? CURRENT_VERSION,
    ...(document.policyId && { Id: document.policyId }),
    Statement: overridden(own, (document.overridePolicyDocuments ?? []).flatMap(statementsOf)),
  }
  return { ...args, id: token, json: JSON.stringify(policy, null, 2), minifiedJson: JSON.stringify(policy) }
}

function statement(args: StatementArgs): Statement {
  const fields = {
    Sid: args.sid,
    Effect: args.effect ?? 'Allow',
    Action: list(args.actions),
    NotAction: list(args.notActions),
    Resource: list(args.resources),
    NotResource: list(args.notResources),
    Principal: principals(args.principals),
    NotPrincipal: principals(args.notPrincipals),
    Condition: conditions(args.conditions),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))
}

function list(values: readonly string[] | undefined): string | readonly string[] | undefined {
  if (values === undefined || values.length === 0) return undefined
  return values.length === 1 ? values[0] : [...values].sort().reverse()
}

function principals(args: readonly PrincipalArgs[] | undefined): unknown {
  if (args === undefined || args.length === 0) return undefined
  const [only] = args
  if (args.length === 1 && only?.type === '*' && only.identifiers.join() === '*') return '*'
  const byType = Map.groupBy(args, (principal) => principal.type)
  return Object.fromEntries(
    [...byType].map(([type, group]) => [type, list(group.flatMap((principal) => principal.identifiers))]),
  )
}

function conditions(args: StatementArgs['conditions']): unknown {
  if (args === undefined || args.length === 0) return undefined
  const tests: Record<string, Record<string, unknown>> = {}
  for (const { test, variable, values } of args) {
    tests[test] = { ...tests[test], [variable]: values.length === 1 ? values[0] : values }
  }
  return tests
}

function statementsOf(json: string): readonly Statement[] {
  const { Statement: statements = [] } = JSON.parse(json) as { Statement?: Statement | readonly Statement[] }
  return Array.isArray(statements) ? (statements as readonly Statement[]) : [statements as Statement]
}

/** A statement of an overriding document replaces the one with its Sid, or is added. */
function overridden(own: readonly Statement[], overrides: readonly Statement[]): readonly Statement[] {
  const bySid = new Map(overrides.filter(({ Sid }) => Sid).map((override) => [override.Sid, override]))
  const replaced = own.map((original) => bySid.get(original.Sid) ?? original)
  return [...replaced, ...overrides.filter((override) => !replaced.includes(override))]
}
