import { conditionsHold, filled } from './conditions.ts'
import type { PrincipalElement, Statement } from './document.ts'
import { accountOf, fitsAction, fitsArn, fitsPattern } from './patterns.ts'
import { type AuthorizationRequest, type Caller, callerAccount, contextOf } from './request.ts'

/** Whether a statement of an identity policy applies to a request. */
export function appliesToRequest(statement: Statement, request: AuthorizationRequest): boolean {
  const context = contextOf(request)
  return (
    hasAction(statement, request.action) &&
    hasResource(statement, request.resource, (text) => filled(text, context)) &&
    conditionsHold(statement.conditions, context)
  )
}

function hasAction({ actions, notActions }: Statement, action: string): boolean {
  if (notActions.length > 0) return !notActions.some((pattern) => fitsAction(pattern, action))
  return actions.some((pattern) => fitsAction(pattern, action))
}

function hasResource(
  { resources, notResources }: Statement,
  resource: string,
  fill: (text: string) => string,
): boolean {
  const fits = (pattern: string) => {
    const wanted = fill(pattern)
    return wanted === '*' || (resource !== '*' && fitsArn(wanted, resource))
  }
  if (notResources.length > 0) return !notResources.some(fits)
  // Trust policies name no resource: they apply to the role they belong to.
  return resources.length === 0 || resources.some(fits)
}

/** How a resource policy matches a caller: by name, as everybody, by account, or not at all. */
export type Match = 'named' | 'everybody' | 'account' | 'none'

/** The closest match of a resource policy's statement with the caller. */
export function matchOf(statement: Statement, caller: Caller): Match {
  const { principal, notPrincipal } = statement
  if (notPrincipal) return matchOfElement(notPrincipal, caller) === 'none' ? 'everybody' : 'none'
  return principal === undefined ? 'none' : matchOfElement(principal, caller)
}

function matchOfElement(principal: PrincipalElement, caller: Caller): Match {
  if (principal === '*') return 'everybody'
  if (caller.kind === 'service')
    return (principal.Service ?? []).some((name) => name === '*' || name === caller.service)
      ? 'named'
      : 'none'
  if (caller.kind === 'federated')
    return (principal.Federated ?? []).includes(caller.provider) ? 'named' : 'none'
  const names = principal.AWS ?? []
  if ('arn' in caller && names.some((name) => namesCaller(name, caller))) return 'named'
  if (names.includes('*')) return 'everybody'
  const account = callerAccount(caller)
  return account !== undefined && names.some((name) => accountNamed(name) === account) ? 'account' : 'none'
}

function namesCaller(
  name: string,
  caller: Exclude<Caller, { kind: 'service' | 'federated' | 'anonymous' }>,
): boolean {
  if (name === caller.arn) return true
  return caller.kind === 'role' && name === caller.sessionArn
}

/** `arn:aws:iam::111122223333:root` and `111122223333` both mean the account. */
function accountNamed(name: string): string | undefined {
  if (/^\d{12}$/.test(name)) return name
  return fitsPattern('arn:*:iam::*:root', name) ? accountOf(name) : undefined
}

/** Whether a statement names the session itself rather than its role: nothing that limits the role applies then. */
export function namesSession(statement: Statement, caller: Caller): boolean {
  if (caller.kind !== 'role' || caller.sessionArn === undefined) return false
  const { principal } = statement
  return principal !== undefined && principal !== '*' && (principal.AWS ?? []).includes(caller.sessionArn)
}
