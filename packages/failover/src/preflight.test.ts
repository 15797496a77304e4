import { sampleOutputs } from '@meridian/operator-tools/testing'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import type { GlobalDatabase } from './global-database.ts'
import { type ClusterView, judgePreflight, type PreflightView, refusals } from './preflight.ts'

const { regions } = sampleOutputs().database

const cluster = (region: (typeof REGION_IDS)[number], changes: Partial<ClusterView> = {}): ClusterView => ({
  arn: regions[region].clusterArn,
  status: 'available',
  engineVersion: '17.7',
  capacity: '0.5 to 4 ACU',
  instances: [{ id: `${regions[region].clusterId}-1`, status: 'available' }],
  ...changes,
})

const database: GlobalDatabase = {
  id: 'meridian-global',
  status: 'available',
  engineVersion: '17.7',
  members: REGION_IDS.map((region) => ({
    arn: regions[region].clusterArn,
    isWriter: region === 'us-east-1',
    synchronization: 'connected',
  })),
}

const well: PreflightView = {
  database,
  targetArn: regions['us-west-2'].clusterArn,
  clusters: REGION_IDS.map((region) => cluster(region)),
  services: [],
  lagMs: 80,
  ringingAlarms: [],
}

const without = (synchronization: string): GlobalDatabase => ({
  ...database,
  members: database.members.map((member) => (member.isWriter ? member : { ...member, synchronization })),
})

const refused = (kind: 'switchover' | 'failover', changes: Partial<PreflightView>) =>
  refusals(judgePreflight(kind, { ...well, ...changes }, 1_000)).map(({ name }) => name)

describe('a switchover', () => {
  it('is safe when everything is healthy', () => {
    expect(refused('switchover', {})).toEqual([])
  })

  it.each<[string, Partial<PreflightView>, RegExp]>([
    ['a target that writes already', { targetArn: regions['us-east-1'].clusterArn }, /is a secondary/],
    ['a target that is no member', { targetArn: 'arn:aws:rds:eu-west-1:0:cluster:x' }, /is a secondary/],
    ['a member that does not follow', { database: without('pending-resync') }, /every secondary connected/],
    [
      'a role change under way',
      { database: { ...database, roleChange: { status: 'failing-over', toArn: 'x' } } },
      /under way/,
    ],
    [
      'a cluster without an instance',
      { clusters: [cluster('us-west-2', { instances: [] })] },
      /are available/,
    ],
    [
      'another engine version',
      { clusters: [cluster('us-west-2', { engineVersion: '17.6' })] },
      /engine version/,
    ],
    [
      'a smaller target',
      { clusters: [cluster('us-west-2', { capacity: '0.5 to 1 ACU' }), cluster('us-east-1')] },
      /same capacity/,
    ],
    ['too much lag', { lagMs: 1_000 }, /lags by less/],
    [
      'a service that is not well',
      { services: [{ name: 'every target is healthy', verdict: 'failed', detail: '' }] },
      /every target/,
    ],
  ])('is refused by %s', (_title, changes, name) => {
    const names = refused('switchover', changes)
    expect(names.some((one) => name.test(one))).toBe(true)
  })

  it('is not refused because of unknown values or a ringing alarm', () => {
    expect(refused('switchover', { lagMs: undefined, ringingAlarms: undefined })).toEqual([])
    expect(refused('switchover', { ringingAlarms: ['p99'] })).toEqual([])
  })
})

describe('a failover', () => {
  it('requires only the target itself', () => {
    const view = {
      database: without('pending-resync'),
      clusters: [cluster('us-west-2')],
      lagMs: 60_000,
      services: [{ name: 'every target is healthy', verdict: 'failed' as const, detail: '' }],
    }
    expect(refused('failover', view)).toEqual([])
  })

  it('warns while the target is still connected', () => {
    const checks = judgePreflight('failover', { ...well, clusters: [cluster('us-west-2')] }, 1_000)
    const advice = checks.find(({ name }) => name.startsWith('the primary seems lost'))
    expect(advice).toMatchObject({ verdict: 'failed', isRequired: false })
  })
})
