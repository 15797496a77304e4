/** An IAM policy document, as the console shows it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource?: readonly string[]
  readonly Principal?: { readonly Service: string }
}

const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
})

/** Lets ECS, and nobody else, start tasks under a role. */
export function assumedByTasks(): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TasksAssume',
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
      },
    ],
  }
}

/** What ECS itself may do to start one task: pull its image, write its log, read its secrets. */
export function executionPolicy(task: {
  readonly repositoryArn: string
  readonly logGroupArn: string
  readonly secretArns: readonly string[]
}): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      // ECR gives its token for a whole registry; AWS offers no narrower resource.
      allow('SignInToRegistry', ['ecr:GetAuthorizationToken'], ['*']),
      allow(
        'PullImage',
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        [task.repositoryArn],
      ),
      allow('WriteLog', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${task.logGroupArn}:*`]),
      ...(task.secretArns.length > 0
        ? [allow('ReadSecrets', ['secretsmanager:GetSecretValue'], task.secretArns)]
        : []),
    ],
  }
}

/** What the service's own code may do: send trace segments. X-Ray's actions take no resource. */
export function taskPolicy(): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
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
      ),
    ],
  }
}
