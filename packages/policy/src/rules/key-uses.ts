import { accountOf, authorize, type Decision, type RequestContext, readPolicy } from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { type KeyUse, keyUsesOf } from '../key-uses/index.ts'
import { keyArn, keyAt } from '../read/keys.ts'
import { rightsOf } from '../read/rights.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, type Violation } from '../rule.ts'

const CONSUMERS = [
  TYPES.database,
  TYPES.databaseInstance,
  TYPES.secret,
  TYPES.repository,
  TYPES.backupVault,
  TYPES.function,
  TYPES.topic,
  TYPES.queue,
  TYPES.logGroup,
  TYPES.trail,
  TYPES.keySigningKey,
  TYPES.alarm,
  TYPES.eventTarget,
  TYPES.taskDefinition,
  TYPES.configDelivery,
]

/** Every use of a key is allowed by a policy. */
export const KEY_USE_RULES: readonly Rule[] = [
  defineRule({
    id: 'key-policy-allows-use',
    severity: 'critical',
    title: 'Every key policy allows what the key’s users need',
    reason: 'A key policy that omits one action fails a deployment, or silently disables an alarm.',
    source:
      'AWS KMS Developer Guide, Key policies in AWS KMS; for each user, the page that its finding names',
    types: [TYPES.key, ...CONSUMERS],
    nextStep: 'Allow these actions to that principal in the key policy, with conditions its requests meet.',
    *check(graph) {
      for (const { use, refusals } of refusedUses(graph)) {
        const byKey = refusals.filter(({ decision }) => decision.refusal?.by === 'resource-based')
        if (byKey.length > 0) yield refusedBy(use, byKey)
      }
    },
  }),
  defineRule({
    id: 'role-may-use-key',
    severity: 'critical',
    title: 'Every role can use the keys of the data it uses',
    reason:
      'A task whose role can read a secret but not use its key fails with only ResourceInitializationError.',
    source: 'IAM User Guide, Policy evaluation logic; for each use, the page that its finding names',
    types: [TYPES.role, TYPES.rolePolicy, TYPES.key, ...CONSUMERS],
    nextStep: 'Allow these actions on the key in the role’s policy and permissions boundary.',
    *check(graph) {
      for (const { use, refusals } of refusedUses(graph)) {
        const byRole = refusals.filter(({ decision }) => decision.refusal?.by !== 'resource-based')
        if (byRole.length > 0) yield refusedBy(use, byRole)
      }
    },
  }),
]

interface RefusedUse {
  readonly use: KeyUse
  readonly refusals: readonly { readonly action: string; readonly decision: Decision }[]
}

function* refusedUses(graph: ResourceGraph): Iterable<RefusedUse> {
  for (const use of keyUsesOf(graph)) {
    const refusals = use.actions
      .map((action) => ({ action, decision: decide(graph, use, action) }))
      .filter(({ decision }) => decision?.isAllowed === false)
    if (refusals.length > 0) yield { use, refusals: refusals as RefusedUse['refusals'] }
  }
}

/** Undefined for a key or a role from outside the program. */
function decide(graph: ResourceGraph, use: KeyUse, action: string): Decision | undefined {
  const key = keyAt(graph, use.key)
  if (!key) return undefined
  const request = { action, resource: keyArn(key), context: contextOf(use, action, key) }
  const resource = readPolicy(Attributes.of(key).text('policy'), `policy of ${key.name}`)
  if ('service' in use.by)
    return authorize({ ...request, caller: { kind: 'service', service: use.by.service } }, { resource })
  // The rehearsal checks deployers' own permissions: here they may do whatever the key allows.
  if ('deployerThrough' in use.by) {
    const caller = { kind: 'role', arn: `arn:aws:iam::${accountOf(keyArn(key))}:role/deployer` } as const
    return authorize({ ...request, caller }, { resource, identity: [EVERYTHING] })
  }
  const rights = rightsOf(graph, use.by.roleArn)
  if (!rights) return undefined
  const { identity = [], boundary, unread } = rights
  const policies = { resource, identity: unread.length > 0 ? [...identity, EVERYTHING] : identity }
  return authorize(
    { ...request, caller: { kind: 'role', arn: use.by.roleArn } },
    boundary ? { ...policies, boundary } : policies,
  )
}

/** Services ask for grants on their own behalf; KMS answers all of them in the key's region. */
function contextOf(use: KeyUse, action: string, key: ResourceNode): RequestContext {
  const ofGrant = action === 'kms:CreateGrant' ? { 'kms:GrantIsForAWSResource': 'true' } : {}
  return { ...use.context, ...ofGrant, 'aws:RequestedRegion': key.region }
}

const EVERYTHING = readPolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })

function refusedBy({ node, property, purpose, source }: KeyUse, refusals: RefusedUse['refusals']): Violation {
  const [first] = refusals
  const actions = refusals.map(({ action }) => action).join(', ')
  return {
    resource: node.urn,
    property,
    // Not truncated: the principal and the key at its end matter most.
    seen: first?.decision.message ?? '',
    wanted: `${actions}, so that ${purpose} (${source})`,
  }
}
