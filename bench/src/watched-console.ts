import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { edgeAccess, loadTarget, openHttpClient, routeTo } from '@meridian/operator-tools'
import { describeEnvironment, environmentLine } from './environment.ts'
import { writeResults } from './results-folder.ts'
import { round } from './statistics.ts'
import { measureConsole, openPage } from './watched-console/console.ts'
import { startWorld } from './world-start/start-world.ts'

/** What an operator's laptop can spare beside the world. */
const TARGETS = { memoryMB: 100, processorPercent: 5 } as const
const REQUESTS_PER_SECOND = 20
const CITIES = ['seoul', 'san-francisco', 'new-york'] as const
const PATHS = ['/ko', '/api/campaigns?locale=ko'] as const
/** By then the console has loaded every AWS client that an overview needs. */
const SETTLE_MS = 15_000
const WATCH_MS = 60_000
const TIMEOUT_MS = 5_000

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..')

const environment = describeEnvironment()
const world = await startWorld()
const page = await openPage(world.console, world.token)
const load = await startVisitors()
await delay(SETTLE_MS)
const { peakBytes, share } = await measureConsole(world.pid, WATCH_MS)
const served = await load.stop()
page.close()
await world.stop()

const figures = {
  memoryMB: round(peakBytes / 1e6, 1),
  processorPercent: round(share * 100, 1),
  beats: page.beats,
  ...served,
}
const isMet = figures.memoryMB <= TARGETS.memoryMB && figures.processorPercent <= TARGETS.processorPercent

const report = `# What a watched console needs: ${isMet ? 'both targets met' : 'a target missed'}

The console of a world under ${REQUESTS_PER_SECOND} requests a second, read by one page (its events and its journal), over ${WATCH_MS / 1_000} s.

| what | measured | at most |
| --- | ---: | ---: |
| resident memory, the highest of one reading a second, MB | ${figures.memoryMB} | ${TARGETS.memoryMB} |
| processor, % of one core | ${figures.processorPercent} | ${TARGETS.processorPercent} |

Resident memory includes Node's own pages, which the console shares with every task. Meanwhile ${served.ok} of ${served.sent} requests were served,
and the page got ${page.beats} events.

${environmentLine(environment)}
`
const folder = await writeResults('bench-watched-console', environment.measuredAt, {
  'report.md': report,
  'report.json': `${JSON.stringify({ environment, targets: TARGETS, figures }, null, 2)}\n`,
})
console.log(`${report}\n${folder}`)

/** Visitors in three cities, who read the site through their edges. */
async function startVisitors() {
  const target = await loadTarget({ target: 'local', repositoryRoot: REPOSITORY_ROOT })
  const access = await edgeAccess(target)
  const clients = CITIES.map((city) =>
    openHttpClient(routeTo(target, city, 'edge', access), { connections: 8, timeoutMs: TIMEOUT_MS }),
  )
  const counts = { sent: 0, ok: 0 }
  const timer = setInterval(async () => {
    const client = clients[counts.sent % clients.length]
    const path = PATHS[counts.sent % PATHS.length] ?? '/'
    counts.sent += 1
    const answer = await client?.send({ method: 'GET', path }).catch(() => undefined)
    if (answer?.status === 200) counts.ok += 1
  }, 1_000 / REQUESTS_PER_SECOND)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()))
      return counts
    },
  }
}
