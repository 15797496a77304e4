import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startThrowawayPostgres } from '@meridian/database/testing'
import { descendantsCpuMs } from './descendants-cpu.ts'
import { describeEnvironment, environmentLine } from './environment.ts'
import { prepareCampaigns, slugOf } from './request-path/data.ts'
import { measure } from './request-path/load.ts'
import { startService } from './request-path/services.ts'
import { writeResults } from './results-folder.ts'
import { median } from './statistics.ts'

// node bench/src/token-cost.ts [rounds] [seconds]
// What a consistency token costs a read by key through the whole of marketing-api: the same service with and without, in turn.

const TOKEN_HEADER = 'x-meridian-consistency'
const TARGET = 0.05
const WORKLOAD = 'read by key'
const [rounds, seconds] = [Number(process.argv[2] ?? 15), Number(process.argv[3] ?? 1)]

interface Sample {
  readonly requestsPerSecond: number
  /** Processor time of the service and the database for one read, in µs; of the clock where that cannot be known. */
  readonly readUs: number
}

interface Round {
  readonly without: Sample
  readonly with: Sample
}

const environment = describeEnvironment()
const folder = await mkdtemp(path.join(tmpdir(), 'meridian-bench-'))
try {
  await using server = await startThrowawayPostgres(['cluster_name=meridian-use1-0'])
  const target = { port: server.port, database: await prepareCampaigns(server) }
  await using service = await startService('product', target, folder)
  const headers = { [TOKEN_HEADER]: await takeToken(service.origin) }
  const read = async (withHeaders: Readonly<Record<string, string>>): Promise<Sample> => {
    const usedMs = descendantsCpuMs()
    const { requests, requestsPerSecond } = await measure(service.origin, WORKLOAD, seconds, withHeaders)
    const cpuMs = usedMs === undefined ? undefined : (descendantsCpuMs() ?? 0) - usedMs
    return { requestsPerSecond, readUs: ((cpuMs ?? seconds * 1_000) * 1_000) / requests }
  }
  await read({})
  await read(headers)
  const measured: Round[] = []
  for (let round = 1; round <= rounds; round += 1) {
    // A machine that grows slower or faster within a round does so for both.
    const before = await read({})
    const checked = [await read(headers), await read(headers)] as const
    const after = await read({})
    const both = { without: mean(before, after), with: mean(...checked) }
    measured.push(both)
    console.error(
      `round ${round}: ${both.without.readUs.toFixed(1)} µs without, ${both.with.readUs.toFixed(1)} µs with a token, cost ${percent(costOf(both))}`,
    )
  }
  const cost = median(measured.map(costOf))
  const isMet = cost < TARGET
  const report = render(measured, cost, isMet)
  const written = await writeResults('bench-token-cost', environment.measuredAt, {
    'report.md': report,
    'report.json': `${JSON.stringify({ environment, rounds, seconds, cost, target: TARGET, isMet, measured }, null, 2)}\n`,
  })
  console.log(`${report}\n${written}`)
  if (!isMet) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** What the check adds to a read. */
function costOf({ without, with: checked }: Round): number {
  return checked.readUs / without.readUs - 1
}

function mean(first: Sample, second: Sample): Sample {
  return {
    requestsPerSecond: (first.requestsPerSecond + second.requestsPerSecond) / 2,
    readUs: (first.readUs + second.readUs) / 2,
  }
}

/** Leaves a lead and looks at a campaign, as a visitor would, and keeps the token of the last answer: it asks for both. */
async function takeToken(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/leads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      ...{ campaignSlug: slugOf(0), kind: 'test-drive', name: 'A Visitor', email: 'visitor@example.com' },
      ...{ locale: 'ko', consent: true },
    }),
  })
  const written = answer.headers.get(TOKEN_HEADER)
  if (written === null) throw new Error(`No token came with a lead: ${answer.status} ${await answer.text()}`)
  const seen = await fetch(`${origin}/api/campaigns/${slugOf(0)}?locale=en`, {
    headers: { [TOKEN_HEADER]: written },
  })
  return seen.headers.get(TOKEN_HEADER) ?? written
}

function render(measured: readonly Round[], cost: number, isMet: boolean): string {
  const middle = (pick: (round: Round) => number) => median(measured.map(pick))
  const row = (title: string, of: (round: Round) => Sample) =>
    `| ${title} | ${middle((round) => of(round).readUs).toFixed(1)} | ${Math.round(middle((round) => of(round).requestsPerSecond)).toLocaleString('en')} |`
  return `# What a consistency token costs a read

A read by key through the whole of marketing-api, fifty connections, with and without a visitor's token, ${rounds} rounds. A round is
without, twice with, and without again, ${seconds} s each. Time is what the service and the database spent on their processors: requests a
second on a machine with other tenants say more about those. Medians; the cost is the median of the rounds' own.

| read | processor time, µs | requests/s |
| --- | ---: | ---: |
${row('without a token', (round) => round.without)}
${row('with a token', (round) => round.with)}

The check costs ${percent(cost)} of a read; the target is below ${percent(TARGET)}: ${isMet ? 'met' : 'missed'}.

${environmentLine(environment)}
`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
