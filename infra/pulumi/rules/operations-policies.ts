import { allow, type PolicyDocument, policyDocument } from './policy-document.ts'

interface Place {
  readonly accountId: string
  readonly region: string
}

/** What a canary may do: keep its findings, write its log, say how it went. */
export function canaryPolicy({
  accountId,
  bucketArn,
  region,
}: Place & { readonly bucketArn: string }): PolicyDocument {
  return policyDocument(
    allow('KeepFindings', ['s3:PutObject'], [`${bucketArn}/runs/*`]),
    allow('ReadScript', ['s3:GetObject', 's3:GetObjectVersion'], [`${bucketArn}/script/*`]),
    allow('FindBucket', ['s3:GetBucketLocation'], [bucketArn]),
    allow(
      'WriteLog',
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      [`arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/cwsyn-*`],
    ),
    // PutMetricData has no resource; the namespace restricts it.
    allow('PublishMetrics', ['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' },
    }),
  )
}

/** What AWS FIS may do in one region, for the templates of that region and nothing else. */
export function experimentPolicy({
  accountId,
  clusterArns,
  databaseArns,
  region,
}: Place & {
  readonly clusterArns: readonly string[]
  readonly databaseArns: readonly string[]
}): PolicyDocument {
  const ec2 = (kind: string) => `arn:aws:ec2:${region}:${accountId}:${kind}/*`
  const ofEcs = (kind: string) => `arn:aws:ecs:${region}:${accountId}:${kind}/*`
  const ofClusters = { ArnEquals: { 'ecs:cluster': clusterArns } }
  const made = { StringEquals: { 'aws:ResourceTag/managedByFIS': 'true' } }
  const making = { StringEquals: { 'aws:RequestTag/managedByFIS': 'true' } }
  return policyDocument(
    allow('StopTasks', ['ecs:StopTask'], [ofEcs('task')], ofClusters),
    // What FIS looks its targets up with; none of the first takes a resource.
    allow(
      'FindTargets',
      [
        'ec2:DescribeManagedPrefixLists',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
        'tag:GetResources',
      ],
      ['*'],
    ),
    allow('FindTasks', ['ecs:DescribeTasks'], [ofEcs('task')], ofClusters),
    // On Fargate too: ListTasks is asked of a cluster's instances, though it has none.
    allow('ListTasks', ['ecs:ListTasks'], [ofEcs('container-instance')], ofClusters),
    allow('FindDatabase', ['rds:DescribeDBClusters'], [`arn:aws:rds:${region}:${accountId}:cluster:*`]),
    allow('FailOverWriter', ['rds:FailoverDBCluster'], databaseArns),
    // Cutting a subnet off means to give it a network ACL that refuses everything, and to take that away again.
    allow('MakeNetworkAcl', ['ec2:CreateNetworkAcl'], [ec2('network-acl')], making),
    allow('MakeNetworkAclInVpc', ['ec2:CreateNetworkAcl'], [ec2('vpc')]),
    allow('TagNetworkAcl', ['ec2:CreateTags'], [ec2('network-acl')], {
      StringEquals: { 'ec2:CreateAction': 'CreateNetworkAcl', 'aws:RequestTag/managedByFIS': 'true' },
    }),
    allow(
      'FillNetworkAcl',
      ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'],
      [ec2('network-acl')],
      made,
    ),
    allow('ExchangeNetworkAcl', ['ec2:ReplaceNetworkAclAssociation'], [ec2('subnet'), ec2('network-acl')]),
    // Records of what was broken when. Their group has its own policy, so that FIS need not be able to write one.
    allow(
      'DeliverRecords',
      ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'],
      ['*'],
      { StringEquals: { 'aws:RequestedRegion': region } },
    ),
    // The stop condition is watched by FIS's own service-linked role.
  )
}

/** Lets the delivery of logs write the records of experiments to their group. */
export function writtenByExperiments({
  accountId,
  region,
  logGroupArn,
}: Place & { readonly logGroupArn: string }): PolicyDocument {
  return policyDocument({
    Sid: 'DeliveryWrites',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${logGroupArn}:*`],
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnLike: { 'aws:SourceArn': `arn:aws:logs:${region}:${accountId}:*` },
    },
  })
}
