import type { GlobalCluster } from '@aws-sdk/client-rds'
import type { AwsClients } from '@meridian/operator-tools'
import { CallRefusedError, type GlobalDatabase, type GlobalDatabaseControl } from './global-database.ts'

/** The calls through the AWS SDK. Only AWS errors with a 4xx status are refusals; anything else leaves the outcome open. */
export function createRdsControl(aws: AwsClients): GlobalDatabaseControl {
  return {
    async describe(region, id) {
      const { DescribeGlobalClustersCommand } = await import('@aws-sdk/client-rds')
      const client = await aws.rds(region)
      const answer = await client.send(new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: id }))
      const [found] = answer.GlobalClusters ?? []
      if (!found) throw new CallRefusedError('GlobalClusterNotFoundFault', `Global cluster ${id} not found`)
      return toGlobalDatabase(found)
    },
    async switchover(region, GlobalClusterIdentifier, TargetDbClusterIdentifier) {
      const { SwitchoverGlobalClusterCommand } = await import('@aws-sdk/client-rds')
      const client = await aws.rds(region)
      await orRefused(
        client.send(
          new SwitchoverGlobalClusterCommand({ GlobalClusterIdentifier, TargetDbClusterIdentifier }),
        ),
      )
    },
    async failover(region, GlobalClusterIdentifier, TargetDbClusterIdentifier) {
      const { FailoverGlobalClusterCommand } = await import('@aws-sdk/client-rds')
      const client = await aws.rds(region)
      const input = { GlobalClusterIdentifier, TargetDbClusterIdentifier, AllowDataLoss: true }
      await orRefused(client.send(new FailoverGlobalClusterCommand(input)))
    },
  }
}

const FIRST_REFUSAL_STATUS = 400
const FIRST_SERVER_FAULT_STATUS = 500

/** InternalFailure has been seen on switchovers that continued: only a 4xx means that nothing began. */
async function orRefused(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    const cause = error as Error & { $metadata?: { httpStatusCode?: number } }
    const status = cause.$metadata?.httpStatusCode ?? 0
    if (status >= FIRST_REFUSAL_STATUS && status < FIRST_SERVER_FAULT_STATUS)
      throw new CallRefusedError(cause.name, cause.message, { cause: error })
    throw error
  }
}

function toGlobalDatabase(cluster: GlobalCluster): GlobalDatabase {
  const change = cluster.FailoverState
  return {
    id: cluster.GlobalClusterIdentifier ?? '',
    status: cluster.Status ?? 'unknown',
    engineVersion: cluster.EngineVersion ?? '',
    members: (cluster.GlobalClusterMembers ?? []).map((member) => ({
      arn: member.DBClusterArn ?? '',
      isWriter: member.IsWriter === true,
      synchronization: member.SynchronizationStatus ?? 'unknown',
    })),
    ...(change && {
      roleChange: { status: change.Status ?? 'unknown', toArn: change.ToDbClusterArn ?? '' },
    }),
  }
}
