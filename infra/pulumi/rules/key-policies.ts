import { type PolicyDocument, type PolicyStatement, policyDocument } from './policy-document.ts'

/** The key's account and region. */
export interface KeyPlace {
  readonly accountId: string
  readonly region: string
}

const ENCRYPT = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']
/** All actions that manage a key, and none that use it: its administrators cannot decrypt anything. */
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
  // ECR and AWS Backup retire their grants with the permissions of the caller that deletes the repository or the vault.
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

/** Database, secrets, images and backups: used only through those services, by identities whose own policies allow it. */
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
 * An Aurora snapshot stays encrypted with its cluster's key until the other account has read and re-encrypted it, which that
 * account's AWS Backup role does through RDS (AWS Backup Developer Guide, Creating backup copies across AWS accounts).
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

/** Logs, alarm messages, and the account's trail: written by AWS services on this account's behalf. */
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
      // The bucket has its own key, which CloudTrail decrypts.
      ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
      {
        StringEquals: { 'aws:SourceAccount': accountId },
        ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:${region}:${accountId}:trail/*` },
      },
    ),
    // Publishers of an encrypted topic need the key, otherwise it stays silent.
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
    // Lambda creates a grant that lets the function's role decrypt the environment; without it, creating the function fails.
    onKey('GrantToFunctions', root(accountId), ['kms:CreateGrant'], {
      StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': `lambda.${region}.amazonaws.com` },
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
  )
}

const root = (accountId: string) => ({ AWS: `arn:aws:iam::${accountId}:root` })

/** Delegated to the account, so that its IAM policies decide; a key whose policy names people is unmanageable without them. */
export function administration(accountId: string): PolicyStatement {
  return onKey('Administer', root(accountId), ADMINISTER)
}

/** In a key policy, `*` means the key itself. */
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
