import { judgeGlobalCluster } from '@meridian/operator-tools'
import { sampleOutputs } from '@meridian/operator-tools/testing'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { type GlobalDatabase, isSettled, writerOf } from '../src/global-database.ts'

const stackOutputs = sampleOutputs()
const arnOf = (region: (typeof REGION_IDS)[number]) => stackOutputs.database.regions[region].clusterArn

/** Every order in which AWS may list three members. */
const ORDERS = REGION_IDS.flatMap((first) =>
  REGION_IDS.filter((region) => region !== first).map((second) => [
    first,
    second,
    ...REGION_IDS.filter((region) => region !== first && region !== second),
  ]),
)

describe('(9) members listed in any order', () => {
  it.each(ORDERS)('are distinguished by IsWriter: %s, %s, %s', (...order) => {
    const database: GlobalDatabase = {
      id: 'meridian',
      status: 'available',
      engineVersion: '17.7',
      members: order.map((region) => ({
        arn: arnOf(region),
        isWriter: region === 'us-west-2',
        synchronization: 'connected',
      })),
    }
    expect(writerOf(database)?.arn).toBe(arnOf('us-west-2'))
    expect(isSettled(database)).toBe(true)
    const GlobalClusterMembers = database.members.map(({ arn, isWriter }) => ({
      DBClusterArn: arn,
      IsWriter: isWriter,
      SynchronizationStatus: 'connected' as const,
    }))
    const checks = judgeGlobalCluster({ Status: 'available', GlobalClusterMembers }, { stackOutputs })
    expect(checks.map(({ verdict }) => verdict)).not.toContain('failed')
  })
})
