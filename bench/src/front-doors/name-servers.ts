import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import {
  CITIES,
  CITY_IDS,
  dnsNames,
  inCity,
  REGION_IDS,
  type RegionId,
  regionsByDistance,
} from '@meridian/topology'
import { median } from '../statistics.ts'
import { capture, freePort, type Running, startOther, startOwn } from './programs.ts'

const DOMAIN = 'meridian.example'
const CLIENTS = 8
/** EDNS option 8 (RFC 7871): family 1, source prefix 24, scope 0, and the first three bytes of Seoul's network. */
const CLIENT_SUBNET = `8:00011800${Buffer.from(CITIES.seoul.testNetwork.split('.').slice(0, 3).map(Number)).toString('hex')}`

/**
 * Queries with a client subnet to the world's name server and to gdnsd, in turn; both choose among healthy regions. And to a
 * socket that echoes them, which is the most that Node could do.
 */
export async function compareNameServers(folder: string, rounds: number, seconds: number) {
  const questions = join(folder, 'questions')
  await writeFile(questions, `${dnsNames(DOMAIN).nearest} A\n`)
  await using gdnsd = await startGdnsd(folder)
  await using own = await startOwn('dns')
  await using bare = await startOwn('bare-echo')
  const ask = (port: number) => dnsperf(port, questions, seconds)
  const rates = { own: [] as number[], gdnsd: [] as number[], bare: [] as number[] }
  await ask(own.port)
  await ask(bare.port)
  for (let round = 1; round <= rounds; round++) {
    rates.gdnsd.push(await ask(gdnsd.port))
    rates.own.push(await ask(own.port))
    rates.bare.push(await ask(bare.port))
  }
  return { own: median(rates.own), gdnsd: median(rates.gdnsd), bare: median(rates.bare) }
}

/** Answered queries per second; throws unless every answer is NOERROR. */
async function dnsperf(port: number, questions: string, seconds: number): Promise<number> {
  const where = ['-s', '127.0.0.1', '-p', String(port), '-d', questions]
  const { stdout } = await capture('dnsperf', [
    ...where,
    ...['-l', String(seconds), '-c', String(CLIENTS), '-e', '-E', CLIENT_SUBNET],
  ])
  const completed = Number(/Queries completed:\s+(\d+)/.exec(stdout)?.[1])
  const answered = Number(/NOERROR (\d+)/.exec(stdout)?.[1] ?? 0)
  const rate = Number(/Queries per second:\s+([\d.]+)/.exec(stdout)?.[1])
  if (!(answered === completed && rate > 0)) throw new Error(`dnsperf met errors at port ${port}:\n${stdout}`)
  return rate
}

/** Has the cities' networks, each with its regions by distance, and a health check of each region's address. */
async function startGdnsd(folder: string): Promise<Running> {
  const port = await freePort()
  const checked = await listenAsRegions()
  const prefix = join(folder, 'gdnsd')
  for (const part of ['zones', 'run', 'state']) await mkdir(join(prefix, part), { recursive: true })
  const nets = CITY_IDS.map((city) => {
    const byDistance = regionsByDistance(inCity(city)).join(', ')
    return `${CITIES[city].testNetwork} => [${byDistance}]`
  })
  const addresses = REGION_IDS.map((region) => `${region} => ${addressOf(region)}`)
  await writeFile(
    join(prefix, 'config'),
    `options => { listen => 127.0.0.1:${port}, run_dir => ${prefix}/run, state_dir => ${prefix}/state, udp_threads => 1, tcp_threads => 1 }
service_types => { reached => { plugin => tcp_connect, port => ${checked.port}, interval => 5, timeout => 2 } }
plugins => { geoip => {
  maps => { visitors => { datacenters => [${REGION_IDS.join(', ')}], nets => { ${nets.join('\n')} } } }
  resources => { nearest => { map => visitors, service_types => reached, dcmap => { ${addresses.join('\n')} } } }
} }
`,
  )
  const label = dnsNames(DOMAIN).nearest.split('.')[0]
  await writeFile(
    join(prefix, 'zones', DOMAIN),
    `@ SOA ns1 hostmaster 1 7200 1800 259200 900\n@ NS ns1\nns1 A 127.0.0.1\n${label} 60 DYNA geoip!nearest\n`,
  )
  const gdnsd = await startOther('gdnsd', ['-c', prefix, 'start'], port)
  return {
    port,
    async [Symbol.asyncDispose]() {
      await gdnsd[Symbol.asyncDispose]()
      for (const server of checked.servers) server.close()
    },
  }
}

const addressOf = (region: RegionId): string => `127.0.0.${10 + REGION_IDS.indexOf(region)}`

/** What the health checks connect to: a listener at each region's address, all on one port. */
async function listenAsRegions(): Promise<{ port: number; servers: readonly Server[] }> {
  const port = await freePort()
  const servers = REGION_IDS.map((region) =>
    createServer((socket) => socket.end()).listen(port, addressOf(region)),
  )
  return { port, servers }
}
