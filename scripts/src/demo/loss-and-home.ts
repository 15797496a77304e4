import { createFailureClient } from '@meridian/drills'
import { REAL_PACING, type TargetDescription, until } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'
import type { Finding } from './finding.ts'
import { type DemoStep, found } from './step.ts'
import { type CityRecord, describeCity, watchVisitors } from './visitor-watch.ts'

const LOST: RegionId = 'us-east-1'
const NEXT: RegionId = 'us-west-2'
/** Before and after the loss, to show the normal state. */
const CALM_MS = 3_000
const TO_MOVE_MS = 60_000

const clusterOf = (target: TargetDescription, region: RegionId) =>
  target.stackOutputs.database.regions[region].clusterId

export const loss: DemoStep = {
  id: 'loss',
  title: 'us-east-1 is lost',
  shows:
    'The writer’s region disappears. Visitors move by themselves; then an operator fails the database over.',
  why: 'Reads go on without anybody’s help. Promoting a database is a decision, because it gives up what was not replicated.',
  minutes: 3,
  async act({ target, run, say }) {
    const failures = createFailureClient(target)
    await using watch = await watchVisitors(target, ['new-york', 'san-francisco', 'seoul'])
    await REAL_PACING.wait(CALM_MS)
    const lostMs = watch.nowMs()
    await failures.inject({ kind: 'lose-region', region: LOST })
    say(`${LOST} is lost. Visitors of New York are answered from elsewhere in a moment.`)
    const confirm = clusterOf(target, NEXT)
    const result = await run('failover', ['failover', '--to', NEXT, '--confirm', confirm])
    const promotedMs = watch.nowMs()
    await REAL_PACING.wait(CALM_MS)
    const records = await watch.end()
    return [
      found(result, `${NEXT} writes ${seconds(promotedMs - lostMs)} s after the loss`),
      ...records.map((record) => visitorsFinding(record, lostMs)),
    ]
  },
}

/** Visitors of the lost region are answered by another one; nobody elsewhere notices. */
function visitorsFinding(record: CityRecord, lostMs: number): Finding {
  if (record.city !== 'new-york') return { isOk: record.failed === 0, headline: describeCity(record) }
  const moved = record.regions.find(({ region, sinceMs }) => region !== LOST && sinceMs > lostMs)
  return {
    isOk: moved !== undefined,
    headline: `${describeCity(record)}${moved ? ` after ${seconds(moved.sinceMs - lostMs)} s` : ''}`,
  }
}

export const home: DemoStep = {
  id: 'home',
  title: 'The way home',
  shows:
    'us-east-1 comes back as a reader, catches up, and becomes the writer again. Nothing is lost on the way back.',
  why: 'A failback is a planned switchover: it waits until the target has everything.',
  minutes: 2,
  async act({ target, run, say }) {
    const failures = createFailureClient(target)
    const losses = await lossesOf(target)
    for (const { id } of losses) await failures.heal(id)
    if (losses.length > 0) say(`${LOST} is back.`)
    const back = await run('failover', ['failback', '--confirm', clusterOf(target, LOST), '--wait-s', '180'])
    const moved = await visitorsAreHome(target)
    const verified = await run('verify-deployment', [])
    return [
      found(back, `${LOST} writes again`),
      moved,
      found(verified, 'Every check of the deployment passes'),
    ]
  },
}

/** Also of a demonstration that was stopped in the middle, which could not note them. */
export async function lossesOf(target: TargetDescription) {
  const underWay = await createFailureClient(target).list()
  return underWay.filter(({ kind, region }) => kind === 'lose-region' && region === LOST)
}

async function visitorsAreHome(target: TargetDescription): Promise<Finding> {
  const startedMs = performance.now()
  await until(
    `New York to be served by ${LOST}`,
    async () => {
      await using watch = await watchVisitors(target, ['new-york'])
      await REAL_PACING.wait(500)
      const [record] = await watch.end()
      return record?.regions.map(({ region }) => region) ?? []
    },
    (regions) => regions.length === 1 && regions[0] === LOST,
    { deadlineMs: TO_MOVE_MS },
  )
  return {
    isOk: true,
    headline: `New York is served by ${LOST} again after ${seconds(performance.now() - startedMs)} s`,
  }
}

const seconds = (ms: number) => (ms / 1_000).toFixed(1)
