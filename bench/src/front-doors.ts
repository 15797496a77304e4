// node bench/src/front-doors.ts [rounds] [seconds]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeEnvironment, environmentLine } from './environment.ts'
import { compareNameServers } from './front-doors/name-servers.ts'
import { areInstalled } from './front-doors/programs.ts'
import { compareProxies } from './front-doors/proxies.ts'
import { writeResults } from './results-folder.ts'

/** Minimum shares of the other program's rate, and maximum extra milliseconds at the median. */
const TARGETS = { proxyShare: 0.6, proxyExtraMs: 0.15, nameServerShare: 0.5 } as const

const rounds = Number(process.argv[2] ?? 3)
const seconds = Number(process.argv[3] ?? 5)

const environment = describeEnvironment()
const folder = await mkdtemp(join(tmpdir(), 'meridian-front-doors-'))
try {
  const proxies = areInstalled('nginx', 'wrk') ? await compareProxies(folder, rounds, seconds) : undefined
  const names = areInstalled('gdnsd', 'dnsperf')
    ? await compareNameServers(folder, rounds, seconds)
    : undefined
  if (proxies || names) await publish(proxies, names)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function publish(
  proxies: Awaited<ReturnType<typeof compareProxies>> | undefined,
  names: Awaited<ReturnType<typeof compareNameServers>> | undefined,
): Promise<void> {
  const rows: string[] = []
  if (proxies) {
    const { own, nginx, bare } = proxies
    const share = own.requestsPerSecond / nginx.requestsPerSecond
    const extraMs = own.p50Ms - nginx.p50Ms
    rows.push(
      row(
        'requests a second',
        own.requestsPerSecond,
        nginx.requestsPerSecond,
        bare.requestsPerSecond,
        share.toFixed(2),
        `at least ${TARGETS.proxyShare}`,
      ),
      `| middle request, ms | ${own.p50Ms.toFixed(2)} | ${nginx.p50Ms.toFixed(2)} | ${bare.p50Ms.toFixed(2)} | ${extraMs.toFixed(2)} more | at most ${TARGETS.proxyExtraMs} more |`,
    )
  }
  if (names)
    rows.push(
      row(
        'queries a second',
        names.own,
        names.gdnsd,
        names.bare,
        (names.own / names.gdnsd).toFixed(2),
        `at least ${TARGETS.nameServerShare}`,
      ),
    )
  const report = `# The world's load balancer and name server beside nginx and gdnsd

One process each, one processor's work at most, asked in turn ${rounds} times for ${seconds} s by wrk (32 connections, pages of 4 KiB from one
target) and by dnsperf (8 clients, a client subnet in every query, an answer chosen among three regions by place and health); middle
round. Beside them the least that Node ${process.version} can do in one process: a \`node:http\` proxy without rules, health, traces and
metrics, and a UDP socket that sends each query back.

| what | the world | nginx, gdnsd | bare Node | ratio | target |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

${environmentLine(environment)}
`
  const written = await writeResults('bench-front-doors', environment.measuredAt, {
    'report.md': report,
    'report.json': `${JSON.stringify({ environment, rounds, seconds, targets: TARGETS, proxies, names }, null, 2)}\n`,
  })
  console.log(`${report}\n${written}`)
}

function row(what: string, own: number, other: number, bare: number, ratio: string, target: string): string {
  return `| ${what} | ${own.toFixed(0)} | ${other.toFixed(0)} | ${bare.toFixed(0)} | ${ratio} | ${target} |`
}
