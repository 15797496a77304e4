import { allow, type PolicyDocument, policyDocument } from './policy-document.ts'

/** Lets ECS assume a role for this account's tasks only: no other account can use it through ECS. */
export function assumedByTasks(accountId: string): PolicyDocument {
  return policyDocument({
    Sid: 'TasksAssume',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
  })
}

/** What ECS itself may do to start a task: pull its image, write its log, read its secrets. */
export function executionPolicy(task: {
  readonly region: string
  readonly repositoryArns: readonly string[]
  readonly logGroupArn: string
  readonly secretArns: readonly string[]
  /** Encrypts the secrets in the task's region. */
  readonly secretsKeyArn: string
}): PolicyDocument {
  return policyDocument(
    // ECR's token is for the whole registry; AWS offers no narrower resource.
    allow('SignInToRegistry', ['ecr:GetAuthorizationToken'], ['*'], inRegion(task.region)),
    allow(
      'PullImage',
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      task.repositoryArns,
    ),
    allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${task.logGroupArn}:*`]),
    ...readSecrets(task),
  )
}

/**
 * What the service's own code may do: send trace segments, and read again the secrets that it was started with. X-Ray's
 * actions support no resource, so they are limited by region.
 */
export function taskPolicy(task: {
  readonly region: string
  readonly secretArns: readonly string[]
  /** Encrypts the secrets in the task's region. */
  readonly secretsKeyArn: string
}): PolicyDocument {
  const { region } = task
  return policyDocument(
    ...readSecrets(task),
    allow(
      'SendTraces',
      [
        'xray:GetSamplingRules',
        'xray:GetSamplingStatisticSummaries',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      ['*'],
      inRegion(region),
    ),
  )
}

/** For one region's copies and the key that encrypts them there. */
function readSecrets(task: {
  readonly region: string
  readonly secretArns: readonly string[]
  readonly secretsKeyArn: string
}) {
  if (task.secretArns.length === 0) return []
  return [
    allow('ReadSecrets', ['secretsmanager:GetSecretValue'], task.secretArns),
    allow('DecryptSecrets', ['kms:Decrypt'], [task.secretsKeyArn], {
      StringEquals: { 'kms:ViaService': `secretsmanager.${task.region}.amazonaws.com` },
    }),
  ]
}

const inRegion = (region: string) => ({ StringEquals: { 'aws:RequestedRegion': region } })
