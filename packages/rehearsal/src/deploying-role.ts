import { type AuthorizationRequest, accountOf, authorize, type Decision, readPolicy } from '@meridian/iam'
import { createOperationOf, type KeyUse, type RoleRights } from '@meridian/policy'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { creatingServiceLinkedRole } from './service-linked-roles.ts'

/** IAM's prefix by botocore service, where they differ. */
const PREFIXES: Readonly<Record<string, string>> = {
  accessanalyzer: 'access-analyzer',
  elbv2: 'elasticloadbalancing',
  s3control: 's3',
}

/** Operations whose IAM action has a different name (Service Authorization Reference). */
const ACTIONS: Readonly<Record<string, string>> = {
  'budgets:CreateBudget': 'budgets:ModifyBudget',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:PutBucketLifecycleConfiguration': 's3:PutLifecycleConfiguration',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
}
const ROLE_PROPERTIES = ['roleArn', 'executionRoleArn', 'taskRoleArn', 'role', 'iamRoleArn']
const ACCOUNT_PUBLIC_ACCESS = 'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock'

/** The service that each resource type passes a role to. */
const SERVICES: Readonly<Record<string, string>> = {
  'aws:backup/selection:Selection': 'backup.amazonaws.com',
  'aws:cfg/recorder:Recorder': 'config.amazonaws.com',
  'aws:cloudwatch/eventTarget:EventTarget': 'events.amazonaws.com',
  'aws:ec2/flowLog:FlowLog': 'vpc-flow-logs.amazonaws.com',
  'aws:ecs/taskDefinition:TaskDefinition': 'ecs-tasks.amazonaws.com',
  'aws:fis/experimentTemplate:ExperimentTemplate': 'fis.amazonaws.com',
  'aws:lambda/function:Function': 'lambda.amazonaws.com',
  'aws:synthetics/canary:Canary': 'lambda.amazonaws.com',
}

/** The first reason, in AWS's words, why the deploying role may not create a resource; undefined when it may. */
export function deployerRefusal(
  graph: ResourceGraph,
  node: ResourceNode,
  { role, identity = [] }: RoleRights,
  keyUses: readonly KeyUse[],
): string | undefined {
  const arn = Attributes.of(role).text('arn', role.id)
  const decide = (request: Call): Decision =>
    authorize(
      {
        ...request,
        caller: { kind: 'role', arn },
        context: { 'aws:RequestedRegion': node.region ?? 'us-east-1', ...request.context },
      },
      // Key policies are checked elsewhere.
      { identity, resource: toAccountOf(arn) },
    )
  const calls = [
    ...creating(graph, node),
    ...creatingServiceLinkedRole(node, arn),
    ...passing(node),
    ...encrypting(keyUses),
    ...calling(node),
  ]
  return calls.map(decide).find(({ isAllowed }) => !isAllowed)?.message
}

const toAccountOf = (arn: string) =>
  readPolicy({
    Statement: {
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Principal: { AWS: `arn:aws:iam::${accountOf(arn)}:root` },
    },
  })

/** What a service does with a key on behalf of the resource's creator. */
function encrypting(keyUses: readonly KeyUse[]): readonly Call[] {
  return keyUses
    .filter(({ by }) => 'deployerThrough' in by)
    .flatMap(({ actions, key, context }) =>
      actions.map((action) => ({
        action,
        resource: key,
        context: { 'kms:GrantIsForAWSResource': 'true', ...context },
      })),
    )
}

/** Secrets Manager checks that the caller who names a function may invoke it. */
function calling(node: ResourceNode): readonly Call[] {
  const lambda = Attributes.of(node).text('rotationLambdaArn')
  return lambda === '' ? [] : [{ action: 'lambda:InvokeFunction', resource: lambda }]
}

type Call = Omit<AuthorizationRequest, 'caller'>

function creating(graph: ResourceGraph, node: ResourceNode): readonly Call[] {
  const operation = createOperationOf(node.type)
  if (!operation) return []
  const prefix = PREFIXES[operation.service] ?? operation.service
  const named = `${prefix}:${operation.operation}`
  const action =
    node.type === ACCOUNT_PUBLIC_ACCESS ? 's3:PutAccountPublicAccessBlock' : (ACTIONS[named] ?? named)
  return [{ action, resource: resourceOf(node, prefix), context: boundaryOf(graph, node) }]
}

function passing(node: ResourceNode): readonly Call[] {
  const service = SERVICES[node.type]
  if (service === undefined) return []
  return ROLE_PROPERTIES.map((property) => Attributes.of(node).text(property))
    .filter((arn) => arn.includes(':role/'))
    .map((resource) => ({ action: 'iam:PassRole', resource, context: { 'iam:PassedToService': service } }))
}

/** Changes of a role say which boundary it has. */
function boundaryOf(graph: ResourceGraph, node: ResourceNode): Readonly<Record<string, string>> {
  if (!node.type.startsWith('aws:iam/role')) return {}
  const attributes = Attributes.of(node)
  const name = attributes.text('role')
  const role =
    name === ''
      ? node
      : graph.ofType('aws:iam/role:Role').find((each) => Attributes.of(each).text('name', each.id) === name)
  const boundary = role ? Attributes.of(role).text('permissionsBoundary') : ''
  return boundary === '' ? {} : { 'iam:PermissionsBoundary': boundary }
}

/** Services that the deploying role may use on named resources only. */
const NAMED = ['ecr', 'iam', 'lambda', 's3', 'secretsmanager', 'sns']

function resourceOf(node: ResourceNode, prefix: string): string {
  if (!NAMED.includes(prefix) || node.type === ACCOUNT_PUBLIC_ACCESS) return '*'
  const attributes = Attributes.of(node)
  const account = /^arn:aws:[^:]*:[^:]*:(\d{12}):/.exec(attributes.text('arn'))?.[1] ?? '000000000000'
  const bucket = attributes.text('bucket')
  if (prefix === 's3' && bucket !== '')
    return `arn:aws:s3:::${bucket}${attributes.text('key') === '' ? '' : `/${attributes.text('key')}`}`
  if (prefix === 'secretsmanager' && attributes.text('secretId') !== '') return attributes.text('secretId')
  if (prefix === 'secretsmanager')
    return `arn:aws:secretsmanager:${node.region}:${account}:secret:${attributes.text('name')}-abcdef`
  if (prefix === 'iam')
    return `arn:aws:iam::${account}:role/${attributes.text('role', attributes.text('name'))}`
  if (prefix === 'lambda')
    return `arn:aws:lambda:${node.region}:${account}:function:${attributes.text('function', attributes.text('name'))}`
  if (prefix === 'ecr' && attributes.text('repository') !== '')
    return `arn:aws:ecr:${node.region}:${account}:repository/${attributes.text('repository')}`
  const arn = attributes.text('arn', attributes.text('topic'))
  return arn.startsWith(`arn:aws:${prefix}:`) ? arn : '*'
}
