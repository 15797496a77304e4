import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startThrowawayPostgres } from '@meridian/database/testing'
import { describeEnvironment, environmentLine } from './environment.ts'
import { prepareCampaigns, slugOf } from './request-path/data.ts'
import { type Measurement, measure } from './request-path/load.ts'
import { startService } from './request-path/services.ts'
import { writeResults } from './results-folder.ts'
import { median } from './statistics.ts'

// node bench/src/token-cost.ts [rounds] [seconds]
// What a consistency token costs a read by key through the whole of marketing-api: the same service with and without, in turn.

const TOKEN_HEADER = 'x-meridian-consistency'
const TARGET = 0.05
const WORKLOAD = 'read by key'
const [rounds, seconds] = [Number(process.argv[2] ?? 9), Number(process.argv[3] ?? 3)]

interface Round {
  readonly without: Measurement
  readonly with: Measurement
}

const environment = describeEnvironment()
const folder = await mkdtemp(path.join(tmpdir(), 'meridian-bench-'))
try {
  await using server = await startThrowawayPostgres(['cluster_name=meridian-use1-0'])
  const target = { port: server.port, database: await prepareCampaigns(server) }
  await using service = await startService('product', target, folder)
  const headers = { [TOKEN_HEADER]: await takeToken(service.origin) }
  const read = (withHeaders: Readonly<Record<string, string>>, forSeconds = seconds) =>
    measure(service.origin, WORKLOAD, forSeconds, withHeaders)
  await read({})
  await read(headers)
  const measured: Round[] = []
  for (let round = 1; round <= rounds; round += 1) {
    // Whoever comes second may find the machine warmer, so they take turns at being first.
    const isTokenFirst = round % 2 === 0
    const first = await read(isTokenFirst ? headers : {})
    const second = await read(isTokenFirst ? {} : headers)
    const [plain, checked] = isTokenFirst ? [second, first] : [first, second]
    measured.push({ without: plain, with: checked })
    console.error(
      `round ${round}: ${speed(plain)}/s without, ${speed(checked)}/s with a token, cost ${percent(costOf(plain, checked))}`,
    )
  }
  const cost = median(measured.map((round) => costOf(round.without, round.with)))
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

/** Share of a read's time that the check takes: what a saturated service answers less of. */
function costOf(without: Measurement, checked: Measurement): number {
  return without.requestsPerSecond / checked.requestsPerSecond - 1
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
  const middle = (pick: (round: Round) => Measurement) =>
    Math.round(median(measured.map((round) => pick(round).requestsPerSecond))).toLocaleString('en')
  return `# What a consistency token costs a read

A read by key through the whole of marketing-api, fifty connections, with and without a visitor's token in turn, ${rounds} rounds of ${seconds} s each.
Client, service and database share the machine. Medians; the cost is the median of the rounds' own.

| without a token, requests/s | with a token, requests/s | cost of the check | target |
| ---: | ---: | ---: | --- |
| ${middle((round) => round.without)} | ${middle((round) => round.with)} | ${percent(cost)} | below ${percent(TARGET)}: ${isMet ? 'met' : 'missed'} |

${environmentLine(environment)}
`
}

function speed({ requestsPerSecond }: Measurement): string {
  return Math.round(requestsPerSecond).toLocaleString('en')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
