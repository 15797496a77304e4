import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startThrowawayPostgres } from '@meridian/database/testing'
import { descendantsCpuMs } from './descendants.ts'
import { describeEnvironment, environmentLine } from './environment.ts'
import { prepareCampaigns, slugOf } from './request-path/data.ts'
import { startSteadyLoad } from './request-path/load.ts'
import { startService } from './request-path/services.ts'
import { writeResults } from './results-folder.ts'
import { median, medianInterval } from './statistics.ts'

// node bench/src/token-cost.ts [rounds] [milliseconds of a slice]
// What a consistency token costs a read by key through the whole of marketing-api: the same service with and without, in turn.

const TOKEN_HEADER = 'x-meridian-consistency'
const TARGET = 0.05
const WORKLOAD = 'read by key'
const [rounds, sliceMs] = [Number(process.argv[2] ?? 200), Number(process.argv[3] ?? 250)]
const WARM_UP_MS = 3_000
/** Time for the requests with the previous headers to finish: fifty, at some eight thousand per second. */
const SETTLE_MS = 30

/** Processor time of the service and the database for one read, in µs. */
interface Round {
  readonly without: number
  readonly with: number
}

const environment = describeEnvironment()
const folder = await mkdtemp(path.join(tmpdir(), 'meridian-bench-'))
try {
  await using server = await startThrowawayPostgres(['cluster_name=meridian-use1-0'])
  const target = { port: server.port, database: await prepareCampaigns(server) }
  await using service = await startService('product', target, folder)
  const headers = { [TOKEN_HEADER]: await takeToken(service.origin) }
  const measured: Round[] = []
  await using load = startSteadyLoad(service.origin, WORKLOAD)
  /** Processor time for a read with these headers, in µs. */
  const read = async (withHeaders: Readonly<Record<string, string>>, forMs = sliceMs): Promise<number> => {
    load.headers = withHeaders
    await sleep(SETTLE_MS)
    const [answered, usedMs] = [load.answered, descendantsCpuMs()]
    await sleep(forMs)
    return ((descendantsCpuMs() - usedMs) * 1_000) / (load.answered - answered)
  }
  await read({}, WARM_UP_MS)
  await read(headers, WARM_UP_MS)
  while (measured.length < rounds) {
    // A machine that slows down or speeds up within a round affects both halves equally.
    const before = await read({})
    const checked = [await read(headers), await read(headers)] as const
    const after = await read({})
    const round = { without: (before + after) / 2, with: (checked[0] + checked[1]) / 2 }
    measured.push(round)
    if (measured.length % 20 === 0) {
      const soFar = median(measured.map(costOf))
      console.error(
        `round ${measured.length}: ${micros(round.without)} µs without a token, cost so far ${percent(soFar)}`,
      )
    }
  }
  const cost = median(measured.map(costOf))
  const interval = medianInterval(measured.map(costOf))
  const isMet = interval[1] < TARGET
  const report = render(measured, cost, interval)
  const written = await writeResults('bench-token-cost', environment.measuredAt, {
    'report.md': report,
    'report.json': `${JSON.stringify({ environment, rounds, sliceMs, cost, interval, target: TARGET, isMet, measured }, null, 2)}\n`,
  })
  console.log(`${report}\n${written}`)
  if (!isMet) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Relative cost of the check per read. */
function costOf({ without, with: checked }: Round): number {
  return checked / without - 1
}

/** Creates a lead and reads a campaign, as a visitor would, and returns the last response's token, which covers both. */
async function takeToken(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      campaignSlug: slugOf(0),
      kind: 'test-drive',
      name: 'A Visitor',
      email: 'visitor@example.com',
      locale: 'ko',
      consent: true,
    }),
  })
  const written = answer.headers.get(TOKEN_HEADER)
  if (written === null) throw new Error(`No token came with a lead: ${answer.status} ${await answer.text()}`)
  const seen = await fetch(`${origin}/api/campaigns/${slugOf(0)}?locale=en`, {
    headers: { [TOKEN_HEADER]: written },
  })
  return seen.headers.get(TOKEN_HEADER) ?? written
}

function render(
  measured: readonly Round[],
  cost: number,
  [lowest, highest]: readonly [number, number],
): string {
  return `# What a consistency token costs a read

A read by key through the whole of marketing-api, fifty connections, with and without a visitor's token, ${rounds} rounds. A round is
without, twice with, and without again, ${sliceMs} ms each, under load that never pauses. Time is what the service and the database spent on their processors: requests a
second on a machine with other tenants say more about those. Medians; the cost is the median of the rounds' own,
with the interval in which it lies in 95 of 100 measurements like this.

| read | processor time, µs |
| --- | ---: |
| without a token | ${micros(median(measured.map((round) => round.without)))} |
| with a token | ${micros(median(measured.map((round) => round.with)))} |

The check costs ${percent(cost)} of a read (${percent(lowest)} to ${percent(highest)}); the target is below ${percent(TARGET)}: ${verdict(lowest, highest)}.

${environmentLine(environment)}
`
}

function verdict(lowest: number, highest: number): string {
  if (highest < TARGET) return 'met'
  return lowest < TARGET ? 'not shown, take more rounds' : 'missed'
}

function micros(us: number): string {
  return us.toFixed(1)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
