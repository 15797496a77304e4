import { accountOf, authorize, type Caller, readPolicy } from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { publishersOf } from '../../key-uses/topics.ts'
import { containersOf } from '../../read/containers.ts'
import { rightsOf } from '../../read/rights.ts'
import { TYPES } from '../../resource-types.ts'
import { defineRule, type Rule, type Violation, violation } from '../../rule.ts'

/** Everyone who must read or write something may, by the policies on both sides. */
export const ACCESS_JOIN_RULES: readonly Rule[] = [
  defineRule({
    id: 'load-balancer-may-write-logs',
    severity: 'critical',
    title: 'Log bucket policies and encryption let load balancers write',
    reason: 'ELB tests the bucket when logs are enabled, and fails with Access Denied if it cannot write.',
    source:
      'Elastic Load Balancing, Enable access logs for your Application Load Balancer, Step 2: Attach a policy to your S3 bucket',
    types: [TYPES.loadBalancer, TYPES.bucketPolicy, TYPES.bucketEncryption],
    nextStep:
      'Allow s3:PutObject under the load balancer’s prefix, and encrypt the bucket with S3 managed keys (SSE-S3).',
    *check(graph) {
      for (const balancer of graph.ofType(TYPES.loadBalancer)) {
        const logs = Attributes.of(balancer).block('accessLogs')
        if (!logs.boolean('enabled')) continue
        const bucket = logs.text('bucket')
        const arn = Attributes.of(balancer).text('arn', balancer.id)
        const account = accountOf(arn) ?? ''
        const object =
          ['arn:aws:s3::', bucket].join(':') +
          `/${[logs.text('prefix'), 'AWSLogs', account].filter(Boolean).join('/')}/elasticloadbalancing/one.log.gz`
        const message = refusalOf(
          graph,
          bucket,
          object,
          'logdelivery.elasticloadbalancing.amazonaws.com',
          's3:PutObject',
          {
            'aws:SourceArn': arn,
            'aws:SourceAccount': account,
          },
        )
        if (message !== undefined) yield saying(balancer, 'accessLogs', message, `s3:PutObject on ${object}`)
        if (algorithmOf(graph, bucket).startsWith('aws:kms'))
          yield violation(
            balancer,
            'accessLogs.bucket',
            `${bucket} under aws:kms`,
            'a bucket under AES256: ELB supports no other',
          )
      }
    },
  }),
  defineRule({
    id: 'trail-may-write',
    severity: 'critical',
    title: 'The audit bucket policy allows the trail',
    reason:
      'CloudTrail tests the bucket on creation: InsufficientS3BucketPolicyException fails the deployment.',
    source: 'AWS CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail',
    types: [TYPES.trail, TYPES.bucketPolicy],
    nextStep:
      'Allow s3:GetBucketAcl on the bucket and s3:PutObject under the trail’s prefix, for that trail.',
    *check(graph) {
      for (const trail of graph.ofType(TYPES.trail)) {
        const attributes = Attributes.of(trail)
        const bucket = attributes.text('s3BucketName')
        const arn = attributes.text('arn', trail.id)
        const account = accountOf(arn) ?? ''
        const path = [attributes.text('s3KeyPrefix'), 'AWSLogs', account, 'CloudTrail']
          .filter(Boolean)
          .join('/')
        const context = {
          'aws:SourceArn': arn,
          'aws:SourceAccount': account,
          's3:x-amz-acl': 'bucket-owner-full-control',
        }
        const calls = [
          ['s3:GetBucketAcl', `arn:aws:s3:::${bucket}`],
          ['s3:PutObject', `arn:aws:s3:::${bucket}/${path}/one.json.gz`],
        ] as const
        for (const [action, resource] of calls) {
          const message = refusalOf(graph, bucket, resource, 'cloudtrail.amazonaws.com', action, context)
          if (message !== undefined) yield saying(trail, 's3BucketName', message, `${action} on ${resource}`)
        }
      }
    },
  }),
  defineRule({
    id: 'task-may-start',
    severity: 'critical',
    title: 'Execution roles can pull images, read secrets and write logs',
    reason: 'A task whose execution role lacks any of these never starts, and the deployment fails.',
    source: 'Amazon ECS Developer Guide, Amazon ECS task execution IAM role',
    types: [TYPES.taskDefinition, TYPES.role, TYPES.rolePolicy],
    nextStep: 'Allow the action on that resource in the execution role’s policy and permissions boundary.',
    *check(graph) {
      for (const { node, property, roleArn, action, resource } of startingCalls(graph)) {
        const rights = rightsOf(graph, roleArn)
        if (!rights || rights.unread.length > 0) continue
        const { identity = [], boundary } = rights
        const caller: Caller = { kind: 'role', arn: roleArn }
        const context = { 'aws:RequestedRegion': node.region }
        const decision = authorize(
          { caller, action, resource, context },
          boundary ? { identity, boundary } : { identity },
        )
        if (!decision.isAllowed) yield saying(node, property, decision.message, `${action} on ${resource}`)
      }
    },
  }),
  defineRule({
    id: 'topic-admits-publishers',
    severity: 'critical',
    title: 'Every topic policy allows the topic’s publishers',
    reason: 'Alarms, budgets and events that cannot publish are lost without an error.',
    source:
      'Amazon CloudWatch User Guide, Amazon SNS alarm actions; AWS Budgets, Creating an Amazon SNS topic for budget notifications; Amazon EventBridge User Guide, Use resource-based and identity-based policies for targets',
    types: [
      TYPES.alarm,
      TYPES.anomalySubscription,
      TYPES.budget,
      TYPES.compositeAlarm,
      TYPES.eventTarget,
      TYPES.topicPolicy,
    ],
    nextStep: 'Allow sns:Publish: for services in the topic policy, for event rules in their role’s policy.',
    *check(graph) {
      for (const { node, property, topic, by } of publishersOf(graph)) {
        const policy = graph
          .ofType(TYPES.topicPolicy)
          .find((each) => Attributes.of(each).text('arn') === topic)
        const rights = 'roleArn' in by ? rightsOf(graph, by.roleArn) : {}
        if (!policy || !rights) continue
        const arn = Attributes.of(node).text('arn')
        const decision = authorize(
          {
            caller:
              'service' in by ? { kind: 'service', service: by.service } : { kind: 'role', arn: by.roleArn },
            action: 'sns:Publish',
            resource: topic,
            context: {
              'aws:RequestedRegion': node.region,
              'aws:SecureTransport': 'true',
              'aws:SourceAccount': accountOf(topic),
              'aws:SourceArn': arn,
            },
          },
          { ...rights, resource: readPolicy(Attributes.of(policy).text('policy'), policy.name) },
        )
        if (!decision.isAllowed) yield saying(node, property, decision.message, `sns:Publish on ${topic}`)
      }
    },
  }),
]

/** Not truncated: who and what is refused are at the message's ends. */
function saying(node: ResourceNode, property: string, seen: string, wanted: string): Violation {
  return { resource: node.urn, property, seen, wanted }
}

/** Why a service may not do something in a bucket of the program; undefined if it may or the bucket is not ours. */
function refusalOf(
  graph: ResourceGraph,
  bucket: string,
  resource: string,
  service: string,
  action: string,
  context: Readonly<Record<string, string>>,
): string | undefined {
  const isOwn = graph
    .ofType(TYPES.bucket)
    .some((each) => Attributes.of(each).text('bucket', each.id) === bucket)
  if (!isOwn) return undefined
  const policy = graph
    .ofType(TYPES.bucketPolicy)
    .find((each) => Attributes.of(each).text('bucket') === bucket)
  const decision = authorize(
    {
      caller: { kind: 'service', service },
      action,
      resource,
      context: { ...context, 'aws:SecureTransport': 'true' },
    },
    policy ? { resource: readPolicy(Attributes.of(policy).text('policy'), policy.name) } : {},
  )
  return decision.isAllowed ? undefined : decision.message
}

function algorithmOf(graph: ResourceGraph, bucket: string): string {
  return graph
    .ofType(TYPES.bucketEncryption)
    .map(Attributes.of)
    .filter((encryption) => encryption.text('bucket') === bucket)
    .flatMap((encryption) => encryption.blocks('rules'))
    .map((rule) => rule.block('applyServerSideEncryptionByDefault').text('sseAlgorithm'))
    .join()
}

interface StartingCall {
  readonly node: ResourceNode
  readonly property: string
  readonly roleArn: string
  readonly action: string
  readonly resource: string
}

const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']

/** What ECS calls under the execution role before a container runs. */
function startingCalls(graph: ResourceGraph): readonly StartingCall[] {
  return containersOf(graph).flatMap(({ task, definition, path }) => {
    const roleArn = Attributes.of(task).text('executionRoleArn')
    const call = (property: string, action: string, resource: string) => ({
      node: task,
      property: path(property),
      roleArn,
      action,
      resource,
    })
    const [, account, region, repository] =
      /^(\d+)\.dkr\.ecr\.([^.]+)\.amazonaws\.com\/([^:@]+)/.exec(definition.text('image')) ?? []
    const images =
      repository === undefined
        ? []
        : [
            call('image', 'ecr:GetAuthorizationToken', '*'),
            ...PULL.map((action) =>
              call('image', action, `arn:aws:ecr:${region}:${account}:repository/${repository}`),
            ),
          ]
    const group = definition.block('logConfiguration').block('options').text('awslogs-group')
    const stream = `arn:aws:logs:${task.region}:${accountOf(roleArn)}:log-group:${group}:log-stream:one`
    const logs =
      group === ''
        ? []
        : ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) =>
            call('logConfiguration', action, stream),
          )
    const secrets = definition
      .blocks('secrets')
      .filter((secret) => secret.text('valueFrom').includes(':secretsmanager:'))
      .map((secret) =>
        call(`secrets[${secret.text('name')}]`, 'secretsmanager:GetSecretValue', secret.text('valueFrom')),
      )
    return [...images, ...logs, ...secrets]
  })
}
