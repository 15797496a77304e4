import { Attributes } from '@meridian/resource-graph'
import { type StatedStatement, statementsOf } from '../read/statements.ts'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, violation } from '../rule.ts'
import { takesNoResource } from './actions-without-resources.ts'

const IDENTITY_TYPES = [TYPES.rolePolicy, TYPES.managedPolicy]
const BROAD_POLICY = /\/(AdministratorAccess|PowerUserAccess|\w+FullAccess)$/
const CALLER_CONDITIONS = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid']

/** Every role has only the permissions it needs, on what it needs, and nobody else may assume it. */
export const IAM_RULES: readonly Rule[] = [
  defineRule({
    id: 'policy-names-actions',
    severity: 'critical',
    title: 'Policies name every action they allow',
    reason: 'A wildcard also grants future actions, and whatever an intruder needs.',
    source: 'IAM User Guide, Security best practices in IAM; Security Hub IAM.1 and IAM.21',
    types: IDENTITY_TYPES,
    nextStep: 'List the actions that the code calls.',
    *check(graph) {
      for (const { node, path, actions } of allowed(statementsOf(graph, 'identity')))
        for (const action of actions.filter((each) => each.includes('*')))
          yield violation(node, `${path}.Action`, action, 'actions without a wildcard')
    },
  }),
  defineRule({
    id: 'policy-names-resources',
    severity: 'high',
    title: 'Policies name the resources they apply to',
    reason: 'Access to every secret, image or table includes those of other projects.',
    source: 'IAM User Guide, Security best practices in IAM; Service Authorization Reference',
    types: IDENTITY_TYPES,
    nextStep: 'Name the ARNs; where AWS offers none for the action, put that action in its own statement.',
    *check(graph) {
      for (const { node, path, actions, resources, conditions } of allowed(statementsOf(graph, 'identity'))) {
        if (!resources.includes('*') || Object.keys(conditions).length > 0) continue
        // Wildcards in actions are covered by another rule.
        const nameable = actions.filter((action) => !action.includes('*') && !takesNoResource(action))
        if (nameable.length > 0)
          yield violation(node, `${path}.Resource`, `* for ${nameable.join(', ')}`, 'ARNs')
      }
    },
  }),
  defineRule({
    id: 'policy-says-what-it-allows',
    severity: 'high',
    title: 'Allow never uses Not elements',
    reason: 'Allow with NotAction, NotResource or NotPrincipal allows everything not listed.',
    source: 'IAM User Guide, IAM JSON policy elements: NotAction',
    types: [...IDENTITY_TYPES, TYPES.role, TYPES.key, TYPES.bucketPolicy],
    nextStep: 'Use Action, Resource and Principal.',
    *check(graph) {
      for (const { node, path, negations } of allowed(statementsOf(graph, 'identity', 'trust', 'resource')))
        for (const element of negations)
          yield violation(node, `${path}.${element}`, 'used with Allow', 'explicit elements')
    },
  }),
  defineRule({
    id: 'pass-role-is-narrow',
    severity: 'high',
    title: 'PassRole names the roles and the service',
    reason: 'Passing any role allows starting a task with administrator permissions.',
    source: 'IAM User Guide, Grant a user permissions to pass a role to an AWS service',
    types: IDENTITY_TYPES,
    nextStep: 'Name the role ARNs and add the condition iam:PassedToService.',
    *check(graph) {
      for (const { node, path, actions, resources, conditions } of allowed(statementsOf(graph, 'identity'))) {
        if (!actions.some((action) => action.toLowerCase() === 'iam:passrole')) continue
        if (resources.includes('*') || !hasCondition(conditions, ['iam:passedtoservice']))
          yield violation(node, `${path}.Condition`, resources, 'role ARNs and iam:PassedToService')
      }
    },
  }),
  defineRule({
    id: 'role-trust-is-named',
    severity: 'critical',
    title: 'Only named services, accounts and identities can assume roles',
    reason: 'A wildcard trust policy lets any AWS account assume the role.',
    source: 'IAM User Guide, How to use trust policies with IAM roles',
    types: [TYPES.role],
    nextStep: 'Name the service, the account or the federated provider.',
    *check(graph) {
      for (const { node, path, principals } of allowed(statementsOf(graph, 'trust')))
        for (const principal of principals.filter((each) => each.endsWith('*')))
          yield violation(node, `${path}.Principal`, principal, 'a named principal')
    },
  }),
  defineRule({
    id: 'role-trust-knows-its-account',
    severity: 'medium',
    title: 'Services assume roles only on behalf of this account',
    reason: 'Otherwise another account can make the service use this role (confused deputy).',
    source: 'IAM User Guide, The confused deputy problem; ECS Developer Guide, Amazon ECS task IAM role',
    types: [TYPES.role],
    nextStep: 'Add the condition aws:SourceAccount (or aws:SourceArn) to the trust policy.',
    *check(graph) {
      for (const { node, path, principals, conditions } of allowed(statementsOf(graph, 'trust')))
        if (principals.some(isServiceThatSaysForWhom) && !hasCondition(conditions, CALLER_CONDITIONS))
          yield violation(node, `${path}.Condition`, principals, 'aws:SourceAccount or aws:SourceArn')
    },
  }),
  defineRule({
    id: 'federated-trust-names-subject',
    severity: 'critical',
    title: 'Pipeline roles trust one repository, branch or environment',
    reason: 'Trusting GitHub without a subject condition lets any repository deploy here.',
    source:
      'IAM User Guide, Create a role for OpenID Connect federation; Security Hub IAM, OIDC trust conditions',
    types: [TYPES.role],
    nextStep:
      'Add a condition on <provider>:sub with the repository and its environment, and on <provider>:aud.',
    *check(graph) {
      for (const { node, path, principals, conditions } of allowed(statementsOf(graph, 'trust'))) {
        if (!principals.some((principal) => principal.startsWith('Federated:'))) continue
        const claims = Object.values(conditions).flatMap(Object.entries)
        const subject = claims.find(([key]) => key.endsWith(':sub'))?.[1]
        if (subject === undefined || String(subject) === '*' || /repo:\*/.test(String(subject)))
          yield violation(node, `${path}.Condition`, subject, 'a repository and its environment')
      }
    },
  }),
  defineRule({
    id: 'resource-policy-not-for-everybody',
    severity: 'critical',
    title: 'Resource policies allow named principals, or anyone with a condition',
    reason: 'A key, secret or bucket that anyone can use is public, whatever its name.',
    source: 'IAM User Guide, AWS JSON policy elements: Principal; IAM Access Analyzer, external access',
    types: [TYPES.key, TYPES.secret, TYPES.bucketPolicy, TYPES.topic],
    nextStep:
      'Name the principals, or add a condition on aws:PrincipalOrgID, aws:SourceAccount or kms:ViaService.',
    *check(graph) {
      for (const { node, path, principals, conditions } of allowed(statementsOf(graph, 'resource')))
        if (
          // An endpoint policy applies to callers inside the network and can only restrict them further.
          node.type !== 'aws:ec2/vpcEndpoint:VpcEndpoint' &&
          principals.some((each) => each === '*' || each === 'AWS:*') &&
          Object.keys(conditions).length === 0
        )
          yield violation(node, `${path}.Principal`, principals, 'named principals, or a condition')
    },
  }),
  defineRule({
    id: 'no-broad-managed-policy',
    severity: 'critical',
    title: 'No role has a broad AWS managed policy',
    reason: 'AdministratorAccess and the FullAccess policies allow far more than tasks and pipelines need.',
    source: 'IAM User Guide, AWS managed policies for job functions; Security Hub IAM.1',
    types: [TYPES.policyAttachment],
    nextStep: 'Write a policy with only the actions used.',
    *check(graph) {
      for (const attachment of graph.ofType(TYPES.policyAttachment)) {
        const arn = Attributes.of(attachment).text('policyArn')
        if (BROAD_POLICY.test(arn)) yield violation(attachment, 'policyArn', arn, 'a custom policy')
      }
    },
  }),
  defineRule({
    id: 'no-lasting-credentials',
    severity: 'critical',
    title: 'There are no IAM users and no access keys',
    reason: 'Long-lived keys eventually leak; roles and OIDC do not need them.',
    source: 'IAM User Guide, Security best practices in IAM; Security Hub IAM.22',
    types: [TYPES.user, TYPES.accessKey],
    nextStep: 'Use a role: OIDC for pipelines, Identity Center for people.',
    *check(graph) {
      for (const node of [...graph.ofType(TYPES.user), ...graph.ofType(TYPES.accessKey)])
        yield violation(node, '', node.name, 'a role')
    },
  }),
  defineRule({
    id: 'task-roles-apart',
    severity: 'medium',
    title: 'Task roles differ from execution roles',
    reason: 'The execution role can read every task secret; compromised code must not have it.',
    source: 'ECS Developer Guide, Best practices for IAM roles in Amazon ECS',
    types: [TYPES.taskDefinition],
    nextStep: 'Set taskRoleArn to a role with only the permissions the code needs.',
    *check(graph) {
      for (const task of graph.ofType(TYPES.taskDefinition)) {
        const attributes = Attributes.of(task)
        const [own, execution] = [attributes.text('taskRoleArn'), attributes.text('executionRoleArn')]
        if (own === '' || own === execution) yield violation(task, 'taskRoleArn', own, 'a separate task role')
      }
    },
  }),
]

const allowed = (statements: readonly StatedStatement[]) => statements.filter(({ isAllow }) => isAllow)

function hasCondition(conditions: StatedStatement['conditions'], keys: readonly string[]): boolean {
  return Object.values(conditions)
    .flatMap(Object.keys)
    .some((key) => keys.includes(key.toLowerCase()))
}

/** EC2 and Lambda's edge replicator assume roles without naming a source account. */
function isServiceThatSaysForWhom(principal: string): boolean {
  return principal.startsWith('Service:') && !/^Service:(ec2|edgelambda|lambda)\./.test(principal)
}
