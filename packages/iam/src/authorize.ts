import { type Decision, decisionOf, type Refusal } from './decision.ts'
import type { PolicyDocument, Statement } from './document.ts'
import { type Grant, grantFor } from './grants.ts'
import { accountOf } from './patterns.ts'
import { type AuthorizationRequest, type Caller, callerAccount } from './request.ts'
import { appliesToRequest, type Match, matchOf, namesSession } from './statements.ts'

/** Every policy that applies to one request; an absent field means there is none. */
export interface ApplicablePolicies {
  /** Of the caller: its own, its groups', managed and inline. */
  readonly identity?: readonly PolicyDocument[]
  /** The maximum that the caller's identity policies can grant. */
  readonly boundary?: PolicyDocument
  /** Passed when the session was created. */
  readonly session?: readonly PolicyDocument[]
  /** Of the caller's organization, from the root down to the account: every level has to allow. */
  readonly serviceControl?: readonly (readonly PolicyDocument[])[]
  /** Of the resource: a bucket's, a topic's, a key's, a role's trust. */
  readonly resource?: PolicyDocument
  /** On the key, for a request to KMS. */
  readonly grants?: readonly Grant[]
}

/**
 * Decides a request as IAM does (IAM User Guide, Policy evaluation logic): one explicit deny decides; within an account the caller's
 * policies or the resource's suffice, between accounts both must allow; boundaries and session policies limit what the caller has.
 *
 * A key and a role's trust are stricter: their own policy must allow, by naming the caller or by naming the account, which leaves
 * the decision to the caller's policies.
 */
export function authorize(request: AuthorizationRequest, policies: ApplicablePolicies): Decision {
  const denial = findDenial(request, policies)
  if (denial) return decisionOf(request, denial)

  const { caller } = request
  const own = callerAccount(caller)
  const owner = accountOf(request.resource) ?? request.resourceAccount ?? own
  const isCrossAccount = own !== undefined && own !== owner
  const onResource = resourceAllow(request, policies.resource)
  const grant = grantFor(request, policies.grants ?? [])
  const asCaller = () => callerRefusal(request, policies)

  if (own === undefined)
    return decisionOf(request, onResource.match !== 'none' || grant ? undefined : { by: 'resource-based' })
  if (isCrossAccount) {
    if (onResource.match === 'none' && !grant) return decisionOf(request, { by: 'resource-based' })
    return decisionOf(request, asCaller())
  }
  if (onResource.match === 'named' || onResource.match === 'everybody' || grant)
    return decisionOf(request, limitOf(request, policies, onResource))
  if (ownPolicyDecides(request) && onResource.match === 'none')
    return decisionOf(request, { by: 'resource-based' })
  return decisionOf(request, asCaller())
}

/** Keys and roles can be used only if their own policy allows it. */
function ownPolicyDecides({ action, resource }: AuthorizationRequest): boolean {
  return /^sts:assumerole/i.test(action) || (/^kms:/i.test(action) && /:key\//.test(resource))
}

interface ResourceAllow {
  readonly match: Match
  readonly namesSession: boolean
}

const CLOSENESS: readonly Match[] = ['named', 'everybody', 'account', 'none']

function resourceAllow(request: AuthorizationRequest, policy: PolicyDocument | undefined): ResourceAllow {
  const allowing = (policy?.statements ?? []).filter(
    (statement) => statement.effect === 'Allow' && appliesToRequest(statement, request),
  )
  const matches = allowing.map((statement) => matchOf(statement, request.caller))
  return {
    match: CLOSENESS.find((each) => matches.includes(each)) ?? 'none',
    namesSession: allowing.some((statement) => namesSession(statement, request.caller)),
  }
}

/** What still limits a caller allowed by the resource's policy: everyone but a user or session named directly. */
function limitOf(
  request: AuthorizationRequest,
  policies: ApplicablePolicies,
  onResource: ResourceAllow,
): Refusal | undefined {
  const organization = organizationRefusal(request, policies)
  if (organization) return organization
  const { caller } = request
  const isUnlimited = onResource.namesSession || (caller.kind === 'user' && onResource.match === 'named')
  return isUnlimited ? undefined : ceilingRefusal(request, policies)
}

function callerRefusal(request: AuthorizationRequest, policies: ApplicablePolicies): Refusal | undefined {
  const organization = organizationRefusal(request, policies)
  if (organization) return organization
  // The root user has every permission in its account that nothing denies.
  if (request.caller.kind === 'root') return undefined
  if (!allows(policies.identity ?? [], request)) return { by: 'identity-based' }
  return ceilingRefusal(request, policies)
}

function ceilingRefusal(
  request: AuthorizationRequest,
  { boundary, session }: ApplicablePolicies,
): Refusal | undefined {
  if (boundary && !allows([boundary], request)) return { by: 'permissions boundary' }
  return session && !allows(session, request) ? { by: 'session' } : undefined
}

function organizationRefusal(
  request: AuthorizationRequest,
  { serviceControl = [] }: ApplicablePolicies,
): Refusal | undefined {
  return serviceControl.every((level) => allows(level, request)) ? undefined : { by: 'service control' }
}

function allows(documents: readonly PolicyDocument[], request: AuthorizationRequest): boolean {
  return documents.some(({ statements }) =>
    statements.some((statement) => statement.effect === 'Allow' && appliesToRequest(statement, request)),
  )
}

function findDenial(request: AuthorizationRequest, policies: ApplicablePolicies): Refusal | undefined {
  const { identity = [], boundary, session = [], serviceControl = [], resource } = policies
  const ofCaller: readonly (readonly [Refusal['by'], readonly PolicyDocument[]])[] = [
    ['service control', serviceControl.flat()],
    ['identity-based', identity],
    ['permissions boundary', boundary ? [boundary] : []],
    ['session', session],
  ]
  for (const [by, documents] of ofCaller) {
    const found = denialIn(documents, request, () => true)
    if (found) return { by, denial: found }
  }
  const found = denialIn(resource ? [resource] : [], request, (statement) =>
    isMeant(statement, request.caller),
  )
  return found && { by: 'resource-based', denial: found }
}

function denialIn(
  documents: readonly PolicyDocument[],
  request: AuthorizationRequest,
  concerns: (statement: Statement) => boolean,
): Refusal['denial'] {
  for (const { label, statements } of documents) {
    const statement = statements.find(
      (each) => each.effect === 'Deny' && concerns(each) && appliesToRequest(each, request),
    )
    if (statement) return { document: label, statement: statement.sid ?? `Statement[${statement.index}]` }
  }
  return undefined
}

const isMeant = (statement: Statement, caller: Caller) => matchOf(statement, caller) !== 'none'
