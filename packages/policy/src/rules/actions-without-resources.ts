/**
 * Actions that AWS allows only on `*`, among those that such a platform calls. From the tables of the
 * Service Authorization Reference; an action missing here is reported, which is the safe default.
 */
const WITHOUT_RESOURCES: readonly string[] = [
  'ce:*',
  'cloudwatch:DescribeAlarmsForMetric',
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricStatistics',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
  'ec2:Describe*',
  'ecr:GetAuthorizationToken',
  'ecs:DescribeTaskDefinition',
  'ecs:ListClusters',
  'ecs:ListTaskDefinitions',
  'ecs:RegisterTaskDefinition',
  'ecs:DeregisterTaskDefinition',
  'elasticloadbalancing:Describe*',
  'iam:ListRoles',
  'kms:GenerateRandom',
  'kms:ListAliases',
  'kms:ListKeys',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'route53:GetChange',
  'route53:ListHostedZones',
  's3:ListAllMyBuckets',
  'secretsmanager:GetRandomPassword',
  'secretsmanager:ListSecrets',
  'sts:GetCallerIdentity',
  'tag:GetResources',
  'xray:GetSamplingRules',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]

/** Whether AWS lets this action be allowed on `*` only. */
export function takesNoResource(action: string): boolean {
  return WITHOUT_RESOURCES.some((known) =>
    known.endsWith('*') ? action.startsWith(known.slice(0, -1)) : action === known,
  )
}
