import { expect, it } from 'vitest'
import { judgeLastRegion, type LastRegionView, type SupportSeen } from './last-region-checks.ts'
import { refusals } from './preflight.ts'

const OWN: SupportSeen = {
  epoch: 7,
  writer: 'us-east-1',
  isSupported: false,
  lastRegion: undefined,
  renewals: [],
}
const GONE = new Error('connect ECONNREFUSED')
const ALONE: LastRegionView = {
  region: 'us-east-1',
  clusterId: 'meridian-use1',
  isWriter: true,
  roleChange: undefined,
  own: OWN,
  others: [
    { region: 'us-west-2', seen: GONE },
    { region: 'ap-northeast-2', seen: GONE },
  ],
}
const PROMOTED: SupportSeen = { ...OWN, epoch: 8, writer: 'us-west-2', isSupported: true }

it('a writer without a majority whose neighbours do not answer may be declared the last region', () => {
  expect(refusals(judgeLastRegion(ALONE))).toEqual([])
})

it.each([
  ['AWS names another writer', { isWriter: false }, 'AWS names meridian-use1 as the writer'],
  ['a role change is under way', { roleChange: 'failing-over' }, 'no role change is under way'],
  ['the region itself does not answer', { own: GONE }, 'the services of us-east-1 answer'],
  ['a majority supports the writer', { own: { ...OWN, isSupported: true } }, 'no majority of the regions'],
  [
    'another region is alive',
    { others: [{ region: 'us-west-2' as const, seen: PROMOTED }] },
    'us-west-2 does not answer',
  ],
])('it is refused while %s', (_, changed, said) => {
  const names = refusals(judgeLastRegion({ ...ALONE, ...changed })).map(({ name }) => name)
  expect(names).toContainEqual(expect.stringContaining(said))
})

it('reports the writer and epoch that a region names which is still alive', () => {
  const [refusal] = refusals(judgeLastRegion({ ...ALONE, others: [{ region: 'us-west-2', seen: PROMOTED }] }))
  expect(refusal?.detail).toBe('it does, and says that us-west-2 writes in epoch 8')
})
