// node bench/src/front-doors.ts [rounds] [seconds]
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeEnvironment, environmentLine } from './environment.ts'
import { compareNameServers } from './front-doors/name-servers.ts'
import { areInstalled } from './front-doors/programs.ts'
import { compareProxies, type ProxyFigures } from './front-doors/proxies.ts'
import { writeResults } from './results-folder.ts'

/** Minimum shares of the other program's rate, and maximum extra milliseconds of a median request alone. */
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
  const report = `# The world's load balancer and name server beside nginx and gdnsd

One process each, one processor's work at most, asked in turn ${rounds} times; middle round. Beside them the least that Node
${process.version} can do in one process.
${proxies ? proxyTable(proxies) : ''}${names ? nameServerTable(names) : ''}
${environmentLine(environment)}
`
  const written = await writeResults('bench-front-doors', environment.measuredAt, {
    'report.md': report,
    'report.json': `${JSON.stringify({ environment, rounds, seconds, targets: TARGETS, proxies, names }, null, 2)}\n`,
  })
  console.log(`${report}\n${written}`)
}

function proxyTable({ own, nginx, bare, relay }: Awaited<ReturnType<typeof compareProxies>>): string {
  const rate = (figures: ProxyFigures) => figures.requestsPerSecond.toFixed(0)
  const share = (figures: ProxyFigures) => (figures.requestsPerSecond / nginx.requestsPerSecond).toFixed(2)
  const more = (figures: ProxyFigures) => (figures.aloneP50Ms - nginx.aloneP50Ms).toFixed(2)
  return `
wrk asks for pages of 4 KiB from one target, ${seconds} s with 32 connections and ${seconds} s with one. The bare proxy is
\`node:http\` without rules, health, traces and metrics; the relay passes bytes on between two sockets and reads none of them.

| proxy | the world | nginx | bare proxy | relay | target |
| --- | ---: | ---: | ---: | ---: | ---: |
| requests a second | ${rate(own)} | ${rate(nginx)} | ${rate(bare)} | ${rate(relay)} | |
| of nginx's | ${share(own)} | 1 | ${share(bare)} | ${share(relay)} | at least ${TARGETS.proxyShare} |
| middle request of 32 at once, ms | ${own.p50Ms.toFixed(2)} | ${nginx.p50Ms.toFixed(2)} | ${bare.p50Ms.toFixed(2)} | ${relay.p50Ms.toFixed(2)} | |
| middle request alone, ms | ${own.aloneP50Ms.toFixed(2)} | ${nginx.aloneP50Ms.toFixed(2)} | ${bare.aloneP50Ms.toFixed(2)} | ${relay.aloneP50Ms.toFixed(2)} | |
| more than nginx's, ms | ${more(own)} | 0 | ${more(bare)} | ${more(relay)} | at most ${TARGETS.proxyExtraMs} |
`
}

function nameServerTable({ own, gdnsd, bare }: Awaited<ReturnType<typeof compareNameServers>>): string {
  return `
dnsperf asks with 8 clients for ${seconds} s; a client subnet in every query, an answer chosen among three regions by place and
health. The bare server is a UDP socket that sends each query back.

| name server | the world | gdnsd | bare server | target |
| --- | ---: | ---: | ---: | ---: |
| queries a second | ${own.toFixed(0)} | ${gdnsd.toFixed(0)} | ${bare.toFixed(0)} | |
| of gdnsd's | ${(own / gdnsd).toFixed(2)} | 1 | ${(bare / gdnsd).toFixed(2)} | at least ${TARGETS.nameServerShare} |
`
}
