// Measures how long writes are blocked on the local world: node local-world/test/rds/measure-role-changes.ts [runs]. Prints JSON.
import { cpus, loadavg } from 'node:os'
import { type ControlPlaneWorld, startControlPlaneWorld, USE1, USW2 } from './control-plane-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'
import { RetryingWriter } from './retrying-writer.ts'

const RUNS = Number(process.argv[2] ?? 20)
const FAILOVERS = 5
const graph = fixtureGraph()
const GLOBAL = String(graph.named('aws:rds/globalCluster:GlobalCluster', 'global').outputs.endpoint)
const wan = { table: 'measured-2017', jitterMs: 1, bandwidthMbps: 1_000 } as const

await using world = await startControlPlaneWorld({ graph, settings: { wan } })
await world.ask('meridian-use1-1', 'CREATE TABLE warm (n int)')
const gapsMs: number[] = []
for (let run = 0; run < RUNS; run++) gapsMs.push(await switchoverGapMs(world, run))
const failoversMs: number[] = []
for (let run = 0; run < FAILOVERS; run++) failoversMs.push(await failoverMs(world, run))
process.stdout.write(
  `${JSON.stringify({
    measured: 'on the local world, pace fast, links of 2017, client without distance',
    machine: { cpus: cpus().length, load: loadavg().map((load) => Number(load.toFixed(1))) },
    switchoverGapMs: summary(gapsMs),
    failoverCallToFirstWriteMs: summary(failoversMs),
  })}\n`,
)

async function switchoverGapMs(there: ControlPlaneWorld, run: number): Promise<number> {
  const isBack = run % 2 === 1
  const [from, to, target] = isBack
    ? (['us-west-2', 'meridian-use1-1', USE1] as const)
    : (['us-east-1', 'meridian-usw2-1', USW2] as const)
  const table = `gap_${run}`
  const old = isBack ? 'meridian-usw2-1' : 'meridian-use1-1'
  await there.ask(old, `CREATE TABLE ${table} (n int PRIMARY KEY)`)
  await there.ask(old, `GRANT ALL ON ${table} TO meridian`)
  const writer = new RetryingWriter(there, GLOBAL, table)
  await eventually('writes flow', () => {
    if (writer.acknowledged.length < 50) throw new Error('not yet')
  })
  writer.longestGapMs = 0
  await there.switchOver(from, target)
  await there.untilSettled(target)
  await eventually('the new writer takes them', () => {
    if (writer.servers.at(-1) !== to) throw new Error('not yet')
  })
  await writer.stop()
  return writer.longestGapMs
}

/** From the operator's call to the first accepted write, with the old region lost; then switches back. */
async function failoverMs(there: ControlPlaneWorld, run: number): Promise<number> {
  const table = `lost_${run}`
  await there.ask('meridian-use1-1', `CREATE TABLE ${table} (n int PRIMARY KEY)`)
  await there.ask('meridian-use1-1', `GRANT ALL ON ${table} TO meridian`)
  await eventually('the table is there', () =>
    there.ask('meridian-usw2-1', `SELECT FROM ${table}`).then(() => {}),
  )
  await there.rds.loseRegion('us-east-1')
  const writer = new RetryingWriter(there, GLOBAL, table)
  const from = performance.now()
  await there.failOver('us-west-2', USW2, { AllowDataLoss: true })
  await eventually('a write is accepted', () => {
    if (writer.acknowledged.length === 0) throw new Error('not yet')
  })
  const tookMs = performance.now() - from
  await writer.stop()
  await there.rds.restoreRegion('us-east-1')
  await there.untilSettled(USW2)
  await there.switchOver('us-west-2', USE1)
  await there.untilSettled(USE1)
  return tookMs
}

function summary(values: readonly number[]) {
  const sorted = values.map(Math.round).sort((a, b) => a - b)
  return { runs: sorted.length, p50: sorted[Math.floor(sorted.length / 2)], max: sorted.at(-1), all: sorted }
}
