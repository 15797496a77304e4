import { DATABASE_READER, FIRST_PRIMARY, REGIONS } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { AccountAudit } from './components/account-audit.ts'
import type { AlarmTopics } from './components/alarm-topics.ts'
import { BackupRole } from './components/backup-role.ts'
import { DatabaseReader } from './components/database-reader.ts'
import { DeploymentAccess } from './components/deployment-access.ts'
import { FindingNotices } from './components/finding-notices.ts'
import type { GlobalDatabase } from './components/global-database.ts'
import { NetworkWatch } from './components/network-watch.ts'
import { RegionBackup } from './components/region-backup.ts'
import { RegionGuard } from './components/region-guard.ts'
import type { RegionKeys } from './components/region-keys.ts'
import type { RegionNetwork } from './components/region-network.ts'
import { boundRoles, RoleBoundary } from './components/role-boundary.ts'
import type { Settings } from './config.ts'
import { perRegion, type Regional } from './regional.ts'
import { UNBOUNDED_PARTS } from './rules/deployment-policies.ts'

const [DEPLOYMENT, AUDIT, BACKUP] = UNBOUNDED_PARTS

export interface AccountParts {
  readonly accountId: pulumi.Input<string>
  readonly providers: Regional<aws.Provider>
  readonly keys: Regional<RegionKeys>
  readonly settings: Settings
}

/** If a pipeline deploys the stack: the boundary of all roles created after this call, and the access of that pipeline. */
export function admitPipeline({ accountId, providers, settings }: AccountParts) {
  if (settings.githubRepository === 'none') return undefined
  const provider = providers[FIRST_PRIMARY]
  const boundary = new RoleBoundary(
    'boundary',
    settings.iamDatabaseAuthentication ? { databaseUser: DATABASE_READER } : {},
    { provider },
  )
  boundRoles(boundary.arn)
  return new DeploymentAccess(
    DEPLOYMENT,
    {
      accountId,
      repository: settings.githubRepository,
      makesProvider: settings.githubProvider,
      boundaryArn: boundary.arn,
      environment: pulumi.getStack(),
    },
    { provider },
  )
}

/** The account's audit trail and detectors, as far as it has none yet, and backups of the data. */
export function watchAccount(
  parts: AccountParts & {
    readonly networks: Regional<RegionNetwork>
    readonly database: GlobalDatabase
    readonly topics: Regional<AlarmTopics>
  },
): void {
  const { accountId, providers, keys, settings } = parts
  const home = { provider: providers[FIRST_PRIMARY] }

  if (settings.flowLogs !== 'none')
    new NetworkWatch(
      'flow-logs',
      {
        accountId,
        providers,
        networks: parts.networks,
        keys,
        packets: settings.flowLogs,
        logRetentionDays: settings.logRetentionDays,
      },
      home,
    )
  if (settings.auditTrail || settings.configRecorder)
    new AccountAudit(
      AUDIT,
      {
        accountId,
        providers,
        keys,
        hasTrail: settings.auditTrail,
        hasRecorder: settings.configRecorder,
        retentionDays: settings.auditRetentionDays,
      },
      home,
    )
  if (settings.blockPublicBuckets) refusePublicBuckets(providers[FIRST_PRIMARY])
  if (settings.threatDetection || settings.accessAnalyzer || settings.securityHub)
    perRegion(
      (region) =>
        new RegionGuard(
          `${REGIONS[region].code}-guard`,
          {
            region,
            detectsThreats: settings.threatDetection,
            analyzesAccess: settings.accessAnalyzer,
            hasSecurityHub: settings.securityHub,
          },
          { provider: providers[region] },
        ),
    )
  new FindingNotices(
    'findings',
    {
      accountId,
      providers,
      keys,
      topics: parts.topics,
      hasWatchers: settings.threatDetection || settings.accessAnalyzer || settings.configRecorder,
    },
    home,
  )
  if (settings.backupVault) backUp(parts)
  if (settings.iamDatabaseAuthentication)
    new DatabaseReader('database-reader', { accountId, database: parts.database }, home)
}

/** Blocks public access to every bucket, overriding bucket policies. */
function refusePublicBuckets(provider: aws.Provider) {
  new aws.s3.AccountPublicAccessBlock(
    'public-buckets',
    { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    { provider },
  )
}

function backUp(parts: AccountParts & { readonly database: GlobalDatabase }) {
  const { accountId, providers, keys, settings } = parts
  const role = new BackupRole(BACKUP, { accountId }, { provider: providers[FIRST_PRIMARY] })
  perRegion(
    (region) =>
      new RegionBackup(
        `${REGIONS[region].code}-backup`,
        {
          region,
          keyArn: keys[region].dataKeyArn,
          roleArn: role.arn,
          clusterArn: parts.database.members[region].clusterArn,
          retentionDays: settings.backupRetentionDays,
          ...(settings.backupAccountId !== 'none' && { copyAccountId: settings.backupAccountId }),
        },
        { provider: providers[region] },
      ),
  )
}
