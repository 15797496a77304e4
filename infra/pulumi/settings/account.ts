import type { SettingsReader } from './reader.ts'

const FLOW_LOGS = ['none', 'rejected', 'all'] as const
export type FlowLogs = (typeof FLOW_LOGS)[number]

/** AWS's services that a task needs before its first request, by the name of their endpoint. */
const ENDPOINT_SERVICES = ['ecr.api', 'ecr.dkr', 'kms', 'logs', 'secretsmanager', 'sts', 'xray'] as const
export type EndpointService = (typeof ENDPOINT_SERVICES)[number]

/** Stack settings for keys, records of what happens, backups and access. */
export interface AccountSettings {
  /** Days between two rotations of the database's login. The previous login stays valid until the next one. */
  readonly secretRotationDays: number
  /** Lets people read the database as `meridian_reader`, under their own names by IAM and with tokens of fifteen minutes; without the secret. Services log in by the secret either way. */
  readonly iamDatabaseAuthentication: boolean
  /** Which packets are logged. Half a dollar a gigabyte: rejected ones tell most, all of them is for investigations. */
  readonly flowLogs: FlowLogs
  /** Endpoints inside the network, as `ecr.api,logs`, or `none`. Each costs a cent an hour and zone ($1.58 a day for one in three regions with two zones): six cost more than the NAT gateways. They let tasks start while NAT is away. */
  readonly interfaceEndpoints: readonly EndpointService[]
  /** CloudTrail for the whole account: off where the account has a trail, as the second copy of the same events is billed. */
  readonly auditTrail: boolean
  /** Days for which the trail and the records of Config are kept. */
  readonly auditRetentionDays: number
  /** AWS Config and its rules; an account has one recorder a region, so off where there is one. $0.003 for each change that is recorded. */
  readonly configRecorder: boolean
  /** GuardDuty, with the logins of Aurora. One detector a region and account; billed by what it reads, some $10 a month when idle. */
  readonly threatDetection: boolean
  /** IAM Access Analyzer for what others may reach. Free; one is enough for an account and region. */
  readonly accessAnalyzer: boolean
  /** Security Hub with AWS's own standard; needs Config. $0.001 a check, some $30 a month for three regions. */
  readonly securityHub: boolean
  /** Refuses public buckets in the whole account. Free, but an account that serves a public bucket elsewhere would lose it. */
  readonly blockPublicBuckets: boolean
  /** Keeps recovery points in a locked vault of each region, for as long as `backupRetentionDays`. */
  readonly backupVault: boolean
  /** Account whose vaults get a copy of each recovery point, so that losing this account loses no data; `none` where there is no second one. */
  readonly backupAccountId: string
  /** Repository whose workflows may deploy, as `owner/name`, or `none`. */
  readonly githubRepository: string
  /** Whether this stack makes the account's OpenID provider for GitHub; an account can have only one. Off where docs/going-to-aws.md made it before the first `up`. */
  readonly githubProvider: boolean
}

export function readAccountSettings(reader: SettingsReader): AccountSettings {
  return {
    secretRotationDays: reader.number('secretRotationDays', 1, 365),
    iamDatabaseAuthentication: reader.flag('iamDatabaseAuthentication'),
    flowLogs: reader.oneOf('flowLogs', FLOW_LOGS),
    interfaceEndpoints: readEndpoints(reader),
    auditTrail: reader.flag('auditTrail'),
    auditRetentionDays: reader.number('auditRetentionDays', 90, 3_650),
    configRecorder: reader.flag('configRecorder'),
    threatDetection: reader.flag('threatDetection'),
    accessAnalyzer: reader.flag('accessAnalyzer'),
    securityHub: reader.flag('securityHub'),
    blockPublicBuckets: reader.flag('blockPublicBuckets'),
    backupVault: reader.flag('backupVault'),
    backupAccountId: reader.text('backupAccountId', /^(none|\d{12})$/, 'an account id of 12 digits, or none'),
    githubRepository: reader.text('githubRepository', /^(none|[\w.-]+\/[\w.-]+)$/, 'owner/name, or none'),
    githubProvider: reader.flag('githubProvider'),
  }
}

/** What each setting allows by itself, but not together. */
export function contradictionsOfAccount(settings: AccountSettings): readonly string[] {
  const problems: string[] = []
  if (settings.securityHub && !settings.configRecorder)
    problems.push(
      'securityHub is true with configRecorder false; its checks read what Config records: switch both on or off',
    )
  if (settings.backupAccountId !== 'none' && !settings.backupVault)
    problems.push(
      `backupAccountId is "${settings.backupAccountId}" with backupVault false; copies are made of the vault's recovery points: switch it on, or say none`,
    )
  if (settings.githubProvider && settings.githubRepository === 'none')
    problems.push('githubProvider is true with githubRepository none; name the repository, or switch it off')
  return problems
}

function readEndpoints(reader: SettingsReader): readonly EndpointService[] {
  const names = ENDPOINT_SERVICES.map((name) => name.replace('.', '\\.')).join('|')
  const wanted = `none, or some of ${ENDPOINT_SERVICES.join(',')}`
  const text = reader.text('interfaceEndpoints', new RegExp(`^(none|(${names})(,(${names}))*)$`), wanted)
  return ENDPOINT_SERVICES.filter((service) => text.split(',').includes(service))
}
