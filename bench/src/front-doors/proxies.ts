import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { median } from '../statistics.ts'
import { capture, freePort, type Running, startOther, startOwn } from './programs.ts'

const CONNECTIONS = 32
const PAGE_BYTES = 4_096

export interface ProxyFigures {
  readonly requestsPerSecond: number
  /** Of `CONNECTIONS` at once: mostly the wait for each other. */
  readonly p50Ms: number
  /** Of a request alone: the time that the proxy adds. */
  readonly aloneP50Ms: number
}

/**
 * Requests through the world's load balancer and through nginx, in turn, to one target; one process each. Beside them a proxy that
 * only forwards, and a relay that does not even read: the most that Node could do.
 */
export async function compareProxies(folder: string, rounds: number, seconds: number) {
  await writeFile(join(folder, 'page'), 'x'.repeat(PAGE_BYTES))
  await using target = await startNginx(
    folder,
    'target',
    `location / { root ${folder}; try_files /page =404; }`,
  )
  await using nginx = await startNginx(
    folder,
    'proxy',
    `location / {
       proxy_pass http://targets;
       proxy_http_version 1.1;
       proxy_set_header Connection "";
       proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
     }`,
    `upstream targets { server 127.0.0.1:${target.port}; keepalive ${CONNECTIONS}; }`,
  )
  await using own = await startOwn('load-balancer', String(target.port))
  await using bare = await startOwn('bare-proxy', String(target.port))
  await using relay = await startOwn('bare-relay', String(target.port))
  for (const { port } of [own, bare, relay]) await wrk(port, CONNECTIONS, seconds)
  const figures = {
    nginx: [] as ProxyFigures[],
    own: [] as ProxyFigures[],
    bare: [] as ProxyFigures[],
    relay: [] as ProxyFigures[],
  }
  for (let round = 1; round <= rounds; round++) {
    figures.nginx.push(await measure(nginx.port, seconds))
    figures.own.push(await measure(own.port, seconds))
    figures.bare.push(await measure(bare.port, seconds))
    figures.relay.push(await measure(relay.port, seconds))
  }
  return {
    own: middle(figures.own),
    nginx: middle(figures.nginx),
    bare: middle(figures.bare),
    relay: middle(figures.relay),
  }
}

function middle(figures: readonly ProxyFigures[]): ProxyFigures {
  return {
    requestsPerSecond: median(figures.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50Ms: median(figures.map(({ p50Ms }) => p50Ms)),
    aloneP50Ms: median(figures.map(({ aloneP50Ms }) => aloneP50Ms)),
  }
}

async function measure(port: number, seconds: number): Promise<ProxyFigures> {
  const busy = await wrk(port, CONNECTIONS, seconds)
  const alone = await wrk(port, 1, seconds)
  return { ...busy, aloneP50Ms: alone.p50Ms }
}

async function wrk(
  port: number,
  connections: number,
  seconds: number,
): Promise<Pick<ProxyFigures, 'requestsPerSecond' | 'p50Ms'>> {
  const url = `http://127.0.0.1:${port}/`
  const args = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--latency', url]
  const { stdout } = await capture('wrk', args)
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk met errors at port ${port}:\n${stdout}`)
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]
  const [, value, unit] = /50%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? []
  const toMs = { us: 0.001, ms: 1, s: 1_000 }[unit as 'us' | 'ms' | 's']
  if (rate === undefined || toMs === undefined) throw new Error(`wrk said something else:\n${stdout}`)
  return { requestsPerSecond: Number(rate), p50Ms: Number(value) * toMs }
}

async function startNginx(folder: string, name: string, location: string, more = ''): Promise<Running> {
  const port = await freePort()
  const prefix = join(folder, name)
  await mkdir(prefix)
  const config = join(prefix, 'nginx.conf')
  await writeFile(
    config,
    `daemon off; master_process off; worker_processes 1; pid ${prefix}/pid; error_log stderr;
     events { worker_connections 1024; }
     http {
       access_log off; keepalive_requests 1000000;
       client_body_temp_path ${prefix}/body; proxy_temp_path ${prefix}/proxy; fastcgi_temp_path ${prefix}/fastcgi;
       uwsgi_temp_path ${prefix}/uwsgi; scgi_temp_path ${prefix}/scgi;
       ${more}
       server { listen 127.0.0.1:${port}; ${location} }
     }
`,
  )
  return startOther('nginx', ['-p', prefix, '-c', config], port)
}
