import { describeEnvironment, environmentLine } from './environment.ts'
import { writeResults } from './results-folder.ts'
import { median } from './statistics.ts'
import { startByHand } from './world-start/by-hand.ts'
import { forgetCache, startAndStop } from './world-start/start-world.ts'

// node bench/src/world-start.ts [rounds]
const rounds = Number(process.argv[2] ?? 3)
const environment = describeEnvironment()
const cold: number[] = []
const warm: number[] = []
const stop: number[] = []
const byHand: number[] = []

for (let round = 1; round <= rounds; round += 1) {
  await forgetCache()
  cold.push((await startAndStop()).readyMs)
  const again = await startAndStop()
  warm.push(again.readyMs)
  stop.push(again.stoppedMs)
  byHand.push(await startByHand())
  console.error(`round ${round}: ${[cold, warm, byHand].map((times) => seconds(times.at(-1))).join(', ')} s`)
}

const ratio = median(warm.map((time, index) => time / (byHand[index] ?? Number.NaN)))
const report = `# Start of the world

From the command to the block of addresses: three regions, migrated and serving. *By hand* is the baseline: the same number of
PostgreSQL servers and service processes, started one after the other and each waited for, without program, network, replication,
load balancers, DNS and edges. Medians of ${rounds} rounds, run in turn.

| what | s | each round |
| --- | ---: | --- |
${row('first start, empty cache', cold)}
${row('later start', warm)}
${row('by hand', byHand)}
${row('stop after Ctrl-C', stop)}

A later start takes ${ratio.toFixed(2)} times as long as the baseline.

${environmentLine(environment)}
`
const folder = await writeResults('bench-world-start', environment.measuredAt, {
  'report.md': report,
  'report.json': `${JSON.stringify({ environment, rounds, cold, warm, stop, byHand, ratio }, null, 2)}\n`,
})
console.log(`${report}\n${folder}`)

function row(what: string, times: readonly number[]): string {
  return `| ${what} | ${seconds(median(times))} | ${times.map(seconds).join(', ')} |`
}

function seconds(milliseconds = Number.NaN): string {
  return (milliseconds / 1_000).toFixed(1)
}
