import { setTimeout as delay } from 'node:timers/promises'
import { describeEnvironment, environmentLine } from './environment.ts'
import { writeResults } from './results-folder.ts'
import { round } from './statistics.ts'
import { emptyWakeUpMs, watchNeeds } from './world-footprint/measure.ts'
import { forgetCache, startWorld } from './world-start/start-world.ts'

/** What a laptop can spare. */
const TARGETS = { firstStartSeconds: 15, laterStartSeconds: 8, memoryGiB: 1.8, idlePercent: 5 } as const
/** By then the garbage of the start has been collected, and every health check has run. */
const SETTLE_MS = 20_000
const WATCH_MS = 30_000
const GIB = 2 ** 30
const MIB = 2 ** 20

const environment = describeEnvironment()
await forgetCache()
const first = await startWorld()
await first.stop()
const world = await startWorld()
await delay(SETTLE_MS)
const needs = await watchNeeds(world.pid, WATCH_MS)
const wakeUpMs = await emptyWakeUpMs(WATCH_MS)
await world.stop()

const sumOf = (figure: 'bytes' | 'cpuShare' | 'wakeUpsPerSecond') =>
  needs.reduce((sum, need) => sum + need[figure], 0)
const figures = {
  firstStartSeconds: round(first.readyMs / 1_000, 1),
  laterStartSeconds: round(world.readyMs / 1_000, 1),
  memoryGiB: round(sumOf('bytes') / GIB, 2),
  idlePercent: round(sumOf('cpuShare') * 100, 1),
}
const wakeUpsPerSecond = round(sumOf('wakeUpsPerSecond'), 0)
const emptyPercent = round(((wakeUpsPerSecond * wakeUpMs) / 1_000) * 100, 1)
const kinds = needs.map(({ kind, processes, bytes, cpuShare, wakeUpsPerSecond: perSecond }) => ({
  kind,
  processes,
  MiB: round(bytes / MIB, 0),
  idlePercent: round(cpuShare * 100, 1),
  wakeUpsPerSecond: round(perSecond, 0),
}))
const missed = Object.entries(TARGETS).filter(([name, most]) => figures[name as keyof typeof TARGETS] > most)

const report = `# What a quiet world needs: ${missed.length === 0 ? 'every target met' : `${missed.length} of ${Object.keys(TARGETS).length} targets missed`}

\`npm start\` twice, the first time with an empty cache; memory and processor ${SETTLE_MS / 1_000} s after the second one was ready, over ${WATCH_MS / 1_000} s.

| what | measured | at most |
| --- | ---: | ---: |
| first start, s | ${figures.firstStartSeconds} | ${TARGETS.firstStartSeconds} |
| later start, s | ${figures.laterStartSeconds} | ${TARGETS.laterStartSeconds} |
| memory of all processes, GiB (shared pages in equal parts) | ${figures.memoryGiB} | ${TARGETS.memoryGiB} |
| processor while idle, % of one core | ${figures.idlePercent} | ${TARGETS.idlePercent} |

| processes | count | MiB | % of one core | wake-ups a second |
| --- | ---: | ---: | ---: | ---: |
${kinds.map(({ kind, processes, MiB, idlePercent, wakeUpsPerSecond: perSecond }) => `| ${kind} | ${processes} | ${MiB} | ${idlePercent} | ${perSecond} |`).join('\n')}

An empty process of Node takes ${round(wakeUpMs, 2)} ms on this machine each time that its timer wakes it. ${wakeUpsPerSecond} wake-ups a second
would take ${emptyPercent} % of a core if they did nothing.

${environmentLine(environment)}
`
const folder = await writeResults('bench-world-footprint', environment.measuredAt, {
  'report.md': report,
  'report.json': `${JSON.stringify({ environment, targets: TARGETS, figures, kinds, wakeUpMs }, null, 2)}\n`,
})
console.log(`${report}\n${folder}`)
