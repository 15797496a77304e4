import { type AuthorizationRequest, type Caller, contextOf } from './request.ts'

/** A grant on a key: what one principal may do with it, as `CreateGrant` takes it. */
export interface Grant {
  readonly granteePrincipal: string
  /** Names of operations without prefix, such as `Decrypt`. */
  readonly operations: readonly string[]
  readonly constraints?: {
    readonly encryptionContextEquals?: Readonly<Record<string, string>>
    readonly encryptionContextSubset?: Readonly<Record<string, string>>
  }
}

const ENCRYPTION_CONTEXT = 'kms:encryptioncontext:'

/** The grant that allows a request on its key, if one does (AWS KMS Developer Guide, Grants in AWS KMS). */
export function grantFor(request: AuthorizationRequest, grants: readonly Grant[]): Grant | undefined {
  const operation = request.action.slice(request.action.indexOf(':') + 1).toLowerCase()
  return grants.find(
    (grant) =>
      isGrantee(grant.granteePrincipal, request.caller) &&
      grant.operations.some((name) => name.toLowerCase() === operation) &&
      keepsConstraints(grant, encryptionContextOf(request)),
  )
}

function isGrantee(principal: string, caller: Caller): boolean {
  if (caller.kind === 'service') return principal === caller.service
  if (!('arn' in caller)) return false
  return principal === caller.arn || (caller.kind === 'role' && principal === caller.sessionArn)
}

function keepsConstraints({ constraints }: Grant, context: ReadonlyMap<string, string>): boolean {
  const { encryptionContextEquals: equal, encryptionContextSubset: subset } = constraints ?? {}
  const holds = (wanted: Readonly<Record<string, string>>) =>
    Object.entries(wanted).every(([key, value]) => context.get(key.toLowerCase()) === value)
  if (subset && !holds(subset)) return false
  return equal === undefined || (holds(equal) && context.size === Object.keys(equal).length)
}

function encryptionContextOf(request: AuthorizationRequest): ReadonlyMap<string, string> {
  return new Map(
    [...contextOf(request)].flatMap(([key, [value]]) =>
      key.startsWith(ENCRYPTION_CONTEXT) && value !== undefined
        ? [[key.slice(ENCRYPTION_CONTEXT.length), value] as const]
        : [],
    ),
  )
}
