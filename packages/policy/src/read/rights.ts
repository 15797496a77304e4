import { type ApplicablePolicies, readPolicy } from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** What a role may do by itself, as far as the program says it. */
export interface RoleRights extends Pick<ApplicablePolicies, 'identity' | 'boundary'> {
  readonly role: ResourceNode
  /** Policies of AWS's or of somebody else's that are attached and not read here. */
  readonly unread: readonly string[]
}

/** The rights of a role of the program; undefined for roles that are made elsewhere. */
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
