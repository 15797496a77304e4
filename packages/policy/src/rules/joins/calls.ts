import { authorize } from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { containersOf } from '../../read/containers.ts'
import { rightsOf } from '../../read/rights.ts'
import { sdkCallsOf, serviceFolders } from '../../read/sdk-calls.ts'
import { TYPES } from '../../resource-types.ts'
import { defineRule, type Rule } from '../../rule.ts'

/** The role of the code may make every call in it. */
export const CALL_JOIN_RULES: readonly Rule[] = [
  defineRule({
    id: 'role-may-call',
    severity: 'critical',
    title: 'Task and function roles allow every AWS call in the source, on the resources they are given',
    reason: 'A denied call fails only when the code reaches it, perhaps at night or after a rotation.',
    source: 'The calls of the AWS SDK in services/*/src; Service Authorization Reference',
    types: [TYPES.taskDefinition, TYPES.function, TYPES.role, TYPES.rolePolicy],
    nextStep: 'Allow the action on that resource in the role’s policy, or remove the call from the source.',
    *check(graph) {
      for (const { node, property, roleArn, action, resource } of callsOf(graph)) {
        const rights = rightsOf(graph, roleArn)
        if (!rights || rights.unread.length > 0) continue
        const { role: _, unread: __, ...policies } = rights
        const context = { 'aws:RequestedRegion': node.region }
        const decision = authorize(
          { caller: { kind: 'role', arn: roleArn }, action, resource, context },
          policies,
        )
        if (!decision.isAllowed)
          yield { resource: node.urn, property, seen: decision.message, wanted: `${action} on ${resource}` }
      }
    },
  }),
]

interface Call {
  readonly node: ResourceNode
  readonly property: string
  readonly roleArn: string
  readonly action: string
  readonly resource: string
}

function callsOf(graph: ResourceGraph): readonly Call[] {
  const tasks = containersOf(graph).flatMap(({ task, definition }) => {
    const [, service = ''] = /\/([\w-]+)[:@][^/]*$/.exec(definition.text('image')) ?? []
    const values = definition.blocks('environment').map((each) => each.text('value'))
    return callsIn(task, service, 'taskRoleArn', values)
  })
  const functions = graph.ofType(TYPES.function).flatMap((node) => {
    const attributes = Attributes.of(node)
    const service = serviceFolders().find((folder) => attributes.text('name', node.id).endsWith(folder)) ?? ''
    // Secrets Manager passes the secret to a function with each invocation.
    const rotated = graph
      .ofType(TYPES.secretRotation)
      .map(Attributes.of)
      .filter((rotation) => rotation.text('rotationLambdaArn') === attributes.text('arn', node.id))
      .map((rotation) => rotation.text('secretId'))
    const values = [...rotated, ...attributes.block('environment').block('variables').values()]
    return callsIn(node, service, 'role', values)
  })
  return [...tasks, ...functions]
}

/** GetRandomPassword applies to no particular secret. */
const WITHOUT_RESOURCE = ['secretsmanager:GetRandomPassword']

/** Each call on each of the service's resources that the code is given: it cannot call others. */
function callsIn(
  node: ResourceNode,
  service: string,
  property: string,
  environment: readonly string[],
): readonly Call[] {
  const roleArn = Attributes.of(node).text(property)
  return sdkCallsOf(service).flatMap((action) => {
    const [prefix] = action.split(':')
    const named = environment.filter((value) => value.startsWith(`arn:aws:${prefix}:`))
    const resources = WITHOUT_RESOURCE.includes(action) && named.length > 0 ? ['*'] : named
    return resources.map((resource) => ({ node, property, roleArn, action, resource }))
  })
}
