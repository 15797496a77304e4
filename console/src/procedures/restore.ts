import { openSnapshot } from '@meridian/failover'
import {
  createAwsClients,
  edgeAccess,
  type HttpProbe,
  openHttpProbe,
  routeTo,
  type TargetDescription,
} from '@meridian/operator-tools'
import { DATABASE_NAME, PROJECT, REGION_IDS } from '@meridian/topology'
import type { LostLead, RestorePlan, RestoreRequest, SnapshotsView } from '../../shared/procedures.ts'
import type { Work } from './procedures.ts'

/** A separate cluster, deleted as soon as it has been read. */
const RESTORED = `${PROJECT}-restored`
/** A failover loses the newest rows: each of this many is looked up on the site. */
const ROWS_ASKED_FOR = 500
const TIMEOUT_MS = 10_000
const OK = 200
const ABSENT: readonly number[] = [404, 410]

const NEWEST_LEADS = `select id, region, created_at::text as at from leads order by created_at desc limit ${ROWS_ASKED_FOR}`

/** All regions' restorable snapshots, newest first; a region that does not answer is skipped. */
export async function listSnapshots(target: TargetDescription): Promise<SnapshotsView> {
  using aws = createAwsClients(target)
  const { DescribeDBClusterSnapshotsCommand } = await import('@aws-sdk/client-rds')
  const answers = await Promise.allSettled(
    REGION_IDS.map(async (region) => {
      const { DBClusterSnapshots = [] } = await (await aws.rds(region)).send(
        new DescribeDBClusterSnapshotsCommand({}),
      )
      return DBClusterSnapshots.map((snapshot) => ({
        region,
        id: snapshot.DBClusterSnapshotIdentifier ?? '',
        clusterId: snapshot.DBClusterIdentifier ?? '',
        status: snapshot.Status ?? 'unknown',
        takenAt: snapshot.SnapshotCreateTime?.toISOString(),
      }))
    }),
  )
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  return {
    snapshots: found.sort((left, right) => (right.takenAt ?? '').localeCompare(left.takenAt ?? '')),
    pointInTime: pointInTime(target),
  }
}

/** Restores the cluster to a point in time as a separate cluster, from which correct data is copied back by hand. */
function pointInTime({ region, stackOutputs }: TargetDescription): readonly string[] {
  const { clusterId } = stackOutputs.database.regions[region]
  const at = `--region ${region}`
  return [
    `aws rds restore-db-cluster-to-point-in-time ${at} --source-db-cluster-identifier ${clusterId} --db-cluster-identifier ${RESTORED} --restore-to-time <UTC, before the mistake> --db-subnet-group-name ${subnetGroupIn(clusterId)} --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=4`,
    `aws rds create-db-instance ${at} --db-cluster-identifier ${RESTORED} --db-instance-identifier ${RESTORED}-1 --db-instance-class db.serverless --engine aurora-postgresql`,
    `aws rds wait db-instance-available ${at} --db-instance-identifier ${RESTORED}-1`,
  ]
}

/** The cluster's own subnet group, as a command, because the program chooses its name. */
const subnetGroupIn = (clusterId: string): string =>
  `"$(aws rds describe-db-clusters --db-cluster-identifier ${clusterId} --query 'DBClusters[0].DBSubnetGroup' --output text)"`

export function planRestore(
  { stackOutputs }: TargetDescription,
  { region, id }: RestoreRequest,
): RestorePlan {
  const { clusterId, secretArn } = stackOutputs.database.regions[region]
  const at = `--region ${region}`
  const arn = `"$(aws rds describe-db-clusters ${at} --db-cluster-identifier ${RESTORED} --query 'DBClusters[0].DBClusterArn' --output text)"`
  return {
    region,
    id,
    calls: [
      `aws rds restore-db-cluster-from-snapshot ${at} --snapshot-identifier ${id} --db-cluster-identifier ${RESTORED} --engine aurora-postgresql --db-subnet-group-name ${subnetGroupIn(clusterId)} --serverless-v2-scaling-configuration MinCapacity=0.5,MaxCapacity=4`,
      `aws rds create-db-instance ${at} --db-cluster-identifier ${RESTORED} --db-instance-identifier ${RESTORED}-1 --db-instance-class db.serverless --engine aurora-postgresql`,
      `aws rds enable-http-endpoint ${at} --resource-arn ${arn}`,
      `aws rds-data execute-statement ${at} --resource-arn ${arn} --secret-arn ${secretArn} --database ${DATABASE_NAME} --format-records-as JSON --sql "${NEWEST_LEADS}"`,
      `aws rds delete-db-instance ${at} --db-instance-identifier ${RESTORED}-1`,
      `aws rds delete-db-cluster ${at} --db-cluster-identifier ${RESTORED} --skip-final-snapshot`,
    ],
  }
}

/** Restores a snapshot to a separate cluster, finds the rows that the site lacks, and deletes the cluster again. */
export async function restore(
  target: TargetDescription,
  { region, id }: RestoreRequest,
  { say, found }: Work,
): Promise<void> {
  using aws = createAwsClients(target)
  say(`restoring ${id} to a cluster of its own, which takes minutes on AWS`)
  const rows = await readSnapshot(target, aws, { region, id }, say)
  say(`asking the site for the newest ${rows.length} leads of the snapshot`)
  const lost = await unknownToTheSite(target, rows)
  found(lost)
  say(
    lost.length === 0
      ? `nothing is lost: the site knows all of them`
      : `${lost.length} are in the snapshot alone: they are listed below, to be entered again`,
  )
}

async function readSnapshot(
  { stackOutputs }: TargetDescription,
  aws: ReturnType<typeof createAwsClients>,
  { region, id }: RestoreRequest,
  say: Work['say'],
): Promise<readonly LostLead[]> {
  const { DescribeDBClustersCommand } = await import('@aws-sdk/client-rds')
  const { clusterId, secretArn } = stackOutputs.database.regions[region]
  const rds = await aws.rds(region)
  const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId }))
  await using snapshot = await openSnapshot(aws, {
    region,
    snapshotId: id,
    name: RESTORED,
    subnetGroupName: DBClusters?.[0]?.DBSubnetGroup ?? '',
    secretArn,
    database: DATABASE_NAME,
  })
  const rows = await snapshot.query(NEWEST_LEADS)
  say(`read; deleting the restored cluster again`)
  return rows.map((row) => ({
    id: String(row.id),
    acceptedBy: String(row.region),
    at: String(row.at),
  }))
}

async function unknownToTheSite(
  target: TargetDescription,
  rows: readonly LostLead[],
): Promise<readonly LostLead[]> {
  const access = await edgeAccess(target)
  using probe: HttpProbe = await openHttpProbe(
    routeTo(target, target.vantages[0]?.city, 'edge', access),
    TIMEOUT_MS,
  )
  const lost: LostLead[] = []
  for (const row of rows) {
    const { status } = await probe.get(`/api/leads/${row.id}`)
    if (ABSENT.includes(status)) lost.push(row)
    else if (status !== OK) throw new Error(`The site answered ${status} when it was asked for ${row.id}.`)
  }
  return lost
}
