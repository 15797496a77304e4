import { PROJECT, REGION_IDS } from '@meridian/topology'
import { allow, type PolicyDocument, type PolicyStatement, policyDocument } from './policy-document.ts'

/** Issuer of the tokens that GitHub gives to workflow runs. */
export const GITHUB_ISSUER = 'token.actions.githubusercontent.com'

/**
 * Trust in one repository's runs in one environment, whose rules say which branches and people come in. No wildcard: a branch
 * or an unexpected fork is not trusted.
 */
export function assumedByWorkflow(
  providerArn: string,
  repository: string,
  environment: string,
): PolicyDocument {
  return policyDocument({
    Sid: 'WorkflowAssumes',
    Effect: 'Allow',
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Principal: { Federated: providerArn },
    Condition: {
      StringEquals: {
        [`${GITHUB_ISSUER}:aud`]: 'sts.amazonaws.com',
        [`${GITHUB_ISSUER}:sub`]: `repo:${repository}:environment:${environment}`,
      },
    },
  })
}

/** All that roles of workloads do together, by service; a test compares it with every role's own policy. */
const WORKLOAD_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ['DescribeAlarms', 'PutMetricData'],
  ec2: [
    'AssignPrivateIpAddresses',
    'CreateNetworkAcl',
    'CreateNetworkAclEntry',
    'CreateNetworkInterface',
    'CreateTags',
    'DeleteNetworkAcl',
    'DeleteNetworkInterface',
    'DescribeManagedPrefixLists',
    'DescribeNetworkAcls',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'DescribeVpcs',
    'ReplaceNetworkAclAssociation',
    'UnassignPrivateIpAddresses',
  ],
  ecr: ['BatchCheckLayerAvailability', 'BatchGetImage', 'GetAuthorizationToken', 'GetDownloadUrlForLayer'],
  ecs: ['DescribeTasks', 'ListTasks', 'StopTask'],
  kms: ['Decrypt', 'GenerateDataKey'],
  logs: [
    'CreateLogDelivery',
    'CreateLogGroup',
    'CreateLogStream',
    'DescribeLogGroups',
    'DescribeLogStreams',
    'DescribeResourcePolicies',
    'PutLogEvents',
  ],
  rds: ['DescribeDBClusters', 'FailoverDBCluster'],
  s3: ['GetBucketLocation', 'GetObject', 'GetObjectVersion', 'PutObject'],
  secretsmanager: [
    'DescribeSecret',
    'GetRandomPassword',
    'GetSecretValue',
    'PutSecretValue',
    'UpdateSecretVersionStage',
  ],
  sns: ['Publish'],
  tag: ['GetResources'],
  xray: [
    'GetSamplingRules',
    'GetSamplingStatisticSummaries',
    'GetSamplingTargets',
    'PutTelemetryRecords',
    'PutTraceSegments',
  ],
}

/**
 * What no role of a workload can exceed, whatever policy somebody attaches to it.
 *
 * A boundary grants nothing. Without `iam` in it, a compromised role cannot create others; outside the system's regions
 * nothing can be done unseen.
 */
export function workloadBoundary(databaseUser?: string): PolicyDocument {
  const actions = Object.entries(WORKLOAD_ACTIONS).flatMap(([service, names]) =>
    names.map((name) => `${service}:${name}`),
  )
  return policyDocument(
    allow('InTheRegionsOfTheSystem', actions, ['*'], { StringEquals: { 'aws:RequestedRegion': REGION_IDS } }),
    // RDS says that a login does not carry every condition key, so this one is held by its resource.
    ...(databaseUser === undefined
      ? []
      : [allow('AsOneDatabaseUser', ['rds-db:connect'], [`arn:aws:rds-db:*:*:dbuser:*/${databaseUser}`])]),
  )
}

/**
 * What a preview does besides reading, and what it never reads: the plan needs names and settings, not the data behind them.
 * It gets the state's key by a grant.
 */
export function previewLimits(): PolicyDocument {
  return policyDocument(
    // The program calls GetRandomPassword and ignores the result; AWS's ReadOnlyAccess does not allow the call.
    allow('MakeWhatThePlanMayNeed', ['secretsmanager:GetRandomPassword'], ['*']),
    deny('ReadNoData', [
      'dynamodb:GetItem',
      'ecr:GetAuthorizationToken',
      'logs:FilterLogEvents',
      'logs:GetLogEvents',
      'logs:StartQuery',
      'rds:DownloadCompleteDBLogFile',
      'rds:DownloadDBLogFilePortion',
      'secretsmanager:GetSecretValue',
      'ssm:GetParameter*',
    ]),
  )
}

export interface DeploymentPlace {
  readonly accountId: string
  readonly boundaryArn: string
}

/**
 * What deploying may do with identities, beside reading all and writing what `deployment-writes/` lists: roles of this system, inside
 * the boundary, handed to services only. The boundary itself, the records of what happened, Pulumi's state and the roles of deployment
 * are out of its reach.
 */
export function deploymentRights({ accountId, boundaryArn }: DeploymentPlace): PolicyDocument {
  const roles = `arn:aws:iam::${accountId}:role/${PROJECT}-*`
  const state = `arn:aws:s3:::${PROJECT}-pulumi-state-*`
  const unbounded = UNBOUNDED_PARTS.flatMap((part) => [`${part}`, `${part}-*`]).map(
    (name) => `arn:aws:iam::${accountId}:role/${PROJECT}-${name}`,
  )
  return policyDocument(
    allow('MakeRolesInsideTheBoundary', ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'], [roles], {
      StringEquals: { 'iam:PermissionsBoundary': boundaryArn },
    }),
    allow('GiveRolesInsideTheBoundaryRights', ['iam:AttachRolePolicy', 'iam:PutRolePolicy'], [roles], {
      StringEquals: { 'iam:PermissionsBoundary': boundaryArn },
    }),
    allow('ChangeRoles', CHANGES_OF_ROLES, [roles]),
    allow('HandRolesToServices', ['iam:PassRole'], [roles], {
      StringEquals: { 'iam:PassedToService': SERVICES_WITH_ROLES },
    }),
    allow(
      'MakeRolesOfServices',
      ['iam:CreateServiceLinkedRole'],
      ['arn:aws:iam::*:role/aws-service-role/*'],
      {
        StringLike: { 'iam:AWSServiceName': '*.amazonaws.com' },
      },
    ),
    // The program calls GetRandomPassword, which no AWS read-only policy allows.
    allow('MakePasswords', ['secretsmanager:GetRandomPassword'], ['*']),
    deny('RemoveNoBoundary', ['iam:DeleteRolePermissionsBoundary']),
    {
      ...deny('ChangeNothingUnbounded', CHANGES_OF_IAM),
      Resource: [
        boundaryArn,
        `arn:aws:iam::${accountId}:policy/${PROJECT}-deployment-*`,
        ...unbounded,
        `arn:aws:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}`,
      ],
    },
    deny('BeNobodyElse', ['sts:AssumeRole']),
    deny('KeepTheRecords', PROTECTED_RECORDS),
    { ...deny('KeepThePastOfTheState', PAST_OF_A_BUCKET), Resource: [state, `${state}/*`] },
    {
      ...deny('KeepTheKeyOfTheState', ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion']),
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': STATE_KEY } },
    },
    {
      ...deny('KeepTheNameOfThatKey', ['kms:DeleteAlias', 'kms:UpdateAlias']),
      Resource: [`arn:aws:kms:*:${accountId}:${STATE_KEY}`],
    },
  )
}

/** Parts of the program whose roles have no boundary: they belong to the account, and people create them. */
export const UNBOUNDED_PARTS = ['deployment', 'audit', 'backup'] as const

/** As docs/going-to-aws.md names it. */
const STATE_KEY = `alias/${PROJECT}-pulumi`
const PAST_OF_A_BUCKET = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:DeleteObjectVersion',
  's3:PutBucketPolicy',
  's3:PutBucketVersioning',
]

const CHANGES_OF_ROLES = [
  'iam:DeleteRole',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies',
  'iam:ListInstanceProfilesForRole',
  'iam:ListRolePolicies',
  'iam:TagRole',
  'iam:UntagRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
]

/** Calls that cover an attacker's tracks. */
const PROTECTED_RECORDS = [
  'access-analyzer:DeleteAnalyzer',
  'backup:DeleteBackupVaultLockConfiguration',
  'backup:DeleteRecoveryPoint',
  'cloudtrail:DeleteTrail',
  'cloudtrail:StopLogging',
  'config:DeleteConfigurationRecorder',
  'config:StopConfigurationRecorder',
  'guardduty:DeleteDetector',
  'securityhub:DisableSecurityHub',
]

/** The pipeline widens no rights that the boundary does not hold, its own least of all: people with other means change these. */
const CHANGES_OF_IAM = [
  'iam:AddClientIDToOpenIDConnectProvider',
  'iam:Attach*',
  'iam:Create*',
  'iam:Delete*',
  'iam:Detach*',
  'iam:Put*',
  'iam:SetDefaultPolicyVersion',
  'iam:Update*',
]

/** A test compares this with the trust policy of every role. */
const SERVICES_WITH_ROLES = [
  'backup.amazonaws.com',
  'config.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'events.amazonaws.com',
  'fis.amazonaws.com',
  'lambda.amazonaws.com',
  'synthetics.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
]

function deny(sid: string, actions: readonly string[]): PolicyStatement {
  return { Sid: sid, Effect: 'Deny', Action: actions, Resource: ['*'] }
}
