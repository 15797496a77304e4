import { type PolicyDocument, type PolicyStatement, policyDocument } from './policy-document.ts'

/** Whose key and where. */
export interface KeyPlace {
  readonly accountId: string
  readonly region: string
}

const ENCRYPT = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']
/** All actions that change a key, none that use it: its administrators can read nothing with it. */
const ADMINISTER = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:Describe*',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:Get*',
  'kms:List*',
  'kms:PutKeyPolicy',
  // ECR and AWS Backup end their grants with the rights of the caller who deletes the repository or the vault.
  'kms:RetireGrant',
  'kms:RevokeGrant',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
]

/** The data key's place, and the account that gets a copy of each recovery point. */
export interface DataKeyPlace extends KeyPlace {
  readonly copyAccountId?: string
}

/** Database, secrets, images and backups: used through those services alone, by identities whose own policies allow it. */
export function dataKeyPolicy({ accountId, region, copyAccountId }: DataKeyPlace): PolicyDocument {
  const services = ['backup', 'ecr', 'rds', 'secretsmanager'].map((name) => `${name}.${region}.amazonaws.com`)
  const through = { 'kms:CallerAccount': accountId, 'kms:ViaService': services }
  return policyDocument(
    administration(accountId),
    onKey('UseThroughServices', root(accountId), ENCRYPT, { StringEquals: through }),
    onKey('GrantToServices', root(accountId), ['kms:CreateGrant'], {
      StringEquals: through,
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
    ...(copyAccountId === undefined ? [] : copying(copyAccountId, region)),
  )
}

/**
 * A snapshot of Aurora stays encrypted with the key of its cluster until the other account has read it and re-encrypted it, which
 * its own role of AWS Backup does through RDS (AWS Backup Developer Guide, Creating backup copies across AWS accounts).
 */
function copying(copyAccountId: string, region: string): readonly PolicyStatement[] {
  const through = {
    'kms:CallerAccount': copyAccountId,
    'kms:ViaService': ['backup', 'rds'].map((name) => `${name}.${region}.amazonaws.com`),
  }
  return [
    onKey('CopyToOtherAccount', root(copyAccountId), ENCRYPT, { StringEquals: through }),
    onKey('GrantToOtherAccountsServices', root(copyAccountId), ['kms:CreateGrant'], {
      StringEquals: through,
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
  ]
}

/** Logs, messages about alarms, and the trail of the account: written by AWS's services, on this account's behalf. */
export function logsKeyPolicy({ accountId, region }: KeyPlace): PolicyDocument {
  const readers = ['lambda', 'logs', 's3', 'sns', 'sqs', 'synthetics'].map(
    (name) => `${name}.${region}.amazonaws.com`,
  )
  return policyDocument(
    administration(accountId),
    onKey('WriteLogs', { Service: `logs.${region}.amazonaws.com` }, ENCRYPT, {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${accountId}:log-group:*` },
    }),
    onKey(
      'WriteTrail',
      { Service: 'cloudtrail.amazonaws.com' },
      // The bucket has its own key, which CloudTrail reads again.
      ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
      {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:${region}:${accountId}:trail/*` },
      },
    ),
    // An encrypted topic is silent unless its publishers may use the key.
    onKey(
      'PublishAlarms',
      {
        Service: [
          'budgets.amazonaws.com',
          'cloudwatch.amazonaws.com',
          'costalerts.amazonaws.com',
          'events.amazonaws.com',
        ],
      },
      ['kms:Decrypt', 'kms:GenerateDataKey*'],
      { StringEquals: { 'aws:SourceAccount': accountId } },
    ),
    onKey('UseThroughServices', root(accountId), ENCRYPT, {
      StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': readers },
    }),
    // Lambda lets a function's role decrypt the environment by a grant, and refuses to make the function without.
    onKey('GrantToFunctions', root(accountId), ['kms:CreateGrant'], {
      StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': `lambda.${region}.amazonaws.com` },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
  )
}

const root = (accountId: string) => ({ AWS: `arn:aws:iam::${accountId}:root` })

/** Given to the account, so that its own policies decide who; a key that names people is lost with them. */
export function administration(accountId: string): PolicyStatement {
  return onKey('Administer', root(accountId), ADMINISTER)
}

/** In a key's own policy, `*` is the key. */
export function onKey(
  sid: string,
  principal: NonNullable<PolicyStatement['Principal']>,
  actions: readonly string[],
  conditions?: PolicyStatement['Condition'],
): PolicyStatement {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal,
    Action: actions,
    Resource: ['*'],
    ...(conditions && { Condition: conditions }),
  }
}
