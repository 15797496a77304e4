import type { AuthorizationRequest, Caller } from './request.ts'

/** The policy that refused, and the statement if the deny was explicit. */
export interface Refusal {
  readonly by: 'identity-based' | 'resource-based' | 'permissions boundary' | 'session' | 'service control'
  readonly denial?: { readonly document: string; readonly statement: string } | undefined
}

/** What IAM answers. */
export interface Decision {
  readonly isAllowed: boolean
  readonly refusal: Refusal | undefined
  /** In AWS's words, as its `AccessDenied` errors have them; empty when allowed. */
  readonly message: string
}

/** The answer to a request, worded as in IAM User Guide, Troubleshoot access denied error messages. */
export function decisionOf(request: AuthorizationRequest, refusal: Refusal | undefined): Decision {
  return { isAllowed: refusal === undefined, refusal, message: refusal ? messageOf(request, refusal) : '' }
}

function messageOf({ caller, action, resource }: AuthorizationRequest, { by, denial }: Refusal): string {
  const on = resource === '*' ? '' : ` on resource: ${resource}`
  const policy = by === 'permissions boundary' ? by : `${by} policy`
  const article = /^i/.test(by) ? 'an' : 'a'
  const because = denial
    ? `with an explicit deny in ${article} ${policy}`
    : `because no ${policy} allows the ${action} action`
  return `User: ${nameOf(caller)} is not authorized to perform: ${action}${on} ${because}`
}

function nameOf(caller: Caller): string {
  if (caller.kind === 'service') return caller.service
  if (caller.kind === 'federated') return caller.provider
  if (caller.kind === 'anonymous') return 'anonymous'
  return caller.kind === 'role' ? (caller.sessionArn ?? caller.arn) : caller.arn
}
