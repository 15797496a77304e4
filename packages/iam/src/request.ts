import { accountOf } from './patterns.ts'

/** Who makes a request. */
export type Caller =
  /** A person's or program's long-term identity. */
  | { readonly kind: 'user'; readonly arn: string }
  /** A role in a session; `sessionArn` is what a policy may name instead of the role. */
  | { readonly kind: 'role'; readonly arn: string; readonly sessionArn?: string }
  /** The account's root user. */
  | { readonly kind: 'root'; readonly arn: string }
  /** One of AWS's services, by its principal such as `logs.us-east-1.amazonaws.com`. */
  | { readonly kind: 'service'; readonly service: string }
  /** An identity from an external provider, recognized only by a role's trust policy. */
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'anonymous' }

/** Values of condition keys, by name in any case; a key with several values has a list. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>

/** One call to be authorized. */
export interface AuthorizationRequest {
  readonly caller: Caller
  /** Such as `kms:Decrypt`. */
  readonly action: string
  /** The ARN that the action is on; `*` for actions that take no resource. */
  readonly resource: string
  /** For ARNs without an account, such as S3's. Default: the caller's. */
  readonly resourceAccount?: string
  /** Besides the keys derived from the caller. */
  readonly context?: RequestContext
}

/** The caller's account; undefined for services and strangers. */
export function callerAccount(caller: Caller): string | undefined {
  return 'arn' in caller ? accountOf(caller.arn) : undefined
}

/** Every key of the request, by its lower-case name: condition keys are case-insensitive. */
export function contextOf(request: AuthorizationRequest): ReadonlyMap<string, readonly string[]> {
  const { caller } = request
  const account = callerAccount(caller)
  const derived: RequestContext = {
    'aws:PrincipalIsAWSService': String(caller.kind === 'service'),
    'aws:PrincipalServiceName': caller.kind === 'service' ? caller.service : undefined,
    'aws:PrincipalArn': 'arn' in caller ? caller.arn : undefined,
    'aws:PrincipalAccount': account,
    'aws:PrincipalType': PRINCIPAL_TYPES[caller.kind],
    'aws:username': caller.kind === 'user' ? caller.arn.slice(caller.arn.lastIndexOf('/') + 1) : undefined,
    'kms:CallerAccount': request.action.toLowerCase().startsWith('kms:') ? account : undefined,
  }
  const entries = [...Object.entries(derived), ...Object.entries(request.context ?? {})]
  return new Map(
    entries.flatMap(([key, value]) =>
      value === undefined ? [] : [[key.toLowerCase(), typeof value === 'string' ? [value] : value] as const],
    ),
  )
}

const PRINCIPAL_TYPES: Readonly<Record<Caller['kind'], string | undefined>> = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  federated: 'FederatedUser',
  anonymous: 'Anonymous',
  service: undefined,
}
