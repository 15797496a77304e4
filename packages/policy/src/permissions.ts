import {
  type AuthorizationRequest,
  appliesToRequest,
  authorize,
  type PolicyDocument,
  type RequestContext,
  readPolicy,
  type Statement,
} from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { keyAt } from './read/keys.ts'
import { type RoleRights, rightsOf } from './read/rights.ts'
import { TYPES } from './resource-types.ts'

/** A role of the program and everything in its own policies. */
export interface RolePermissions {
  readonly role: string
  /** Name of the policy that bounds it. */
  readonly boundary: string | undefined
  readonly statements: readonly (Pick<
    Statement,
    'effect' | 'sid' | 'actions' | 'resources' | 'conditions'
  > & {
    readonly policy: string
  })[]
  /** Attached AWS managed policies, which are not read here. */
  readonly unread: readonly string[]
}

export interface Question {
  readonly action: string
  readonly resource: string
  /** Condition keys besides the region, which follows from the resource. */
  readonly context: RequestContext
}

/** IAM's decision for one role, and the deciding statement or refusal. */
export interface ExplainedDecision extends Omit<Question, 'context'> {
  readonly role: string
  readonly isAllowed: boolean
  readonly because: string
}

/** Who may do what, by role. */
export function permissionsOf(graph: ResourceGraph): readonly RolePermissions[] {
  return rolesOf(graph).map((rights) => ({
    role: nameOf(rights.role),
    boundary: rights.boundary?.label,
    statements: (rights.identity ?? []).flatMap(({ label, statements }) =>
      statements.map(({ effect, sid, actions, resources, conditions }) => ({
        policy: label,
        effect,
        sid,
        actions,
        resources,
        conditions,
      })),
    ),
    unread: rights.unread,
  }))
}

/** Whether each role of the program may make a call, considering the policy of its key, bucket or topic. */
export function explainForRoles(graph: ResourceGraph, question: Question): readonly ExplainedDecision[] {
  const { action, resource } = question
  const own = policyOn(graph, resource)
  const [, , , region = ''] = resource.split(':')
  return rolesOf(graph).map(({ role, identity = [], boundary, unread }) => {
    const request: AuthorizationRequest = {
      caller: { kind: 'role', arn: Attributes.of(role).text('arn', role.id) },
      action,
      resource,
      context: {
        'aws:RequestedRegion': region || role.region,
        'aws:SecureTransport': 'true',
        ...question.context,
      },
    }
    const decision = authorize(request, {
      identity,
      ...(boundary && { boundary }),
      ...(own && { resource: own }),
    })
    const hint = unread.length > 0 ? `; ${unread.join(', ')} was not read` : ''
    const because = decision.isAllowed
      ? allowedBy(request, own ? [...identity, own] : identity)
      : decision.message + hint
    return { role: nameOf(role), action, resource, isAllowed: decision.isAllowed, because }
  })
}

function rolesOf(graph: ResourceGraph): readonly RoleRights[] {
  return graph
    .ofType(TYPES.role)
    .flatMap((role) => rightsOf(graph, Attributes.of(role).text('arn', role.id)) ?? [])
}

const nameOf = (role: ResourceNode) => Attributes.of(role).text('name', role.id)

function allowedBy(request: AuthorizationRequest, documents: readonly PolicyDocument[]): string {
  const allowing = documents.flatMap(({ label, statements }) =>
    statements
      .filter((each) => each.effect === 'Allow' && appliesToRequest(each, request))
      .map(({ sid, index }) => `${sid ?? `Statement[${index}]`} of ${label}`),
  )
  return `allowed by ${allowing.join(', ')}`
}

/** The policy of a key, a bucket or a topic; undefined if it has none in the program. */
function policyOn(graph: ResourceGraph, resource: string): PolicyDocument | undefined {
  const bucket = /^arn:aws:s3:::([^/]+)/.exec(resource)?.[1]
  const node =
    keyAt(graph, resource) ??
    graph.ofType(TYPES.topicPolicy).find((each) => Attributes.of(each).text('arn') === resource) ??
    graph.ofType(TYPES.bucketPolicy).find((each) => Attributes.of(each).text('bucket') === bucket)
  return node && readPolicy(Attributes.of(node).text('policy'), `the policy of ${node.name}`)
}
