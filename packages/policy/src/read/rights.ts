import { type ApplicablePolicies, readPolicy } from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** A role's own permissions, as far as the program states them. */
export interface RoleRights extends Pick<ApplicablePolicies, 'identity' | 'boundary'> {
  readonly role: ResourceNode
  /** Attached policies from outside the program, which are not read here. */
  readonly unread: readonly string[]
}

/** The permissions of a role of the program; undefined for roles created elsewhere. */
export function rightsOf(graph: ResourceGraph, roleArn: string): RoleRights | undefined {
  const role = graph.ofType(TYPES.role).find((each) => Attributes.of(each).text('arn', each.id) === roleArn)
  if (!role) return undefined
  const name = Attributes.of(role).text('name', role.id)
  const attached = graph
    .ofType(TYPES.policyAttachment)
    .map(Attributes.of)
    .filter((attachment) => attachment.text('role') === name)
    .map((attachment) => attachment.text('policyArn'))
  const managed = attached.map((arn) => [arn, managedPolicy(graph, arn)] as const)
  const boundary = managedPolicy(graph, Attributes.of(role).text('permissionsBoundary'))
  return {
    role,
    identity: [
      ...graph
        .ofType(TYPES.rolePolicy)
        .filter((policy) => Attributes.of(policy).text('role') === name)
        .map((policy) => readPolicy(Attributes.of(policy).text('policy'), policy.name)),
      ...managed.flatMap(([, policy]) => (policy ? [policy] : [])),
    ],
    ...(boundary && { boundary }),
    unread: managed.flatMap(([arn, policy]) => (policy ? [] : [arn])),
  }
}

function managedPolicy(graph: ResourceGraph, arn: string) {
  const policy = graph
    .ofType(TYPES.managedPolicy)
    .find((each) => arn !== '' && Attributes.of(each).text('arn', each.id) === arn)
  return policy && readPolicy(Attributes.of(policy).text('policy'), policy.name)
}
