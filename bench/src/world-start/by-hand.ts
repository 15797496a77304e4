import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startThrowawayPostgres } from '@meridian/database/testing'
import { bundleFolder, bundleWhenStale } from '@meridian/service-bundle'
import { REGION_IDS, SERVICE_NAMES, type ServiceName } from '@meridian/topology'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..', '..')
const TASKS_PER_SERVICE = 2
const POLL_MS = 10

/**
 * The baseline: a world's databases and services started by hand, one after the other, waiting for each. No network
 * between regions, no replication, no load balancers, DNS or edges.
 */
export async function startByHand(): Promise<number> {
  for (const service of SERVICE_NAMES) await bundleWhenStale(REPOSITORY_ROOT, service)
  const startedMs = performance.now()
  await using servers = new AsyncDisposableStack()
  for (const _ of REGION_IDS) servers.use(await startThrowawayPostgres())
  for (const region of REGION_IDS)
    for (const service of SERVICE_NAMES)
      for (let task = 0; task < TASKS_PER_SERVICE; task += 1) {
        const child = await startService(service, region)
        servers.defer(() => void child.kill('SIGKILL'))
      }
  return performance.now() - startedMs
}

async function startService(service: ServiceName, region: string): Promise<ChildProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, [join(bundleFolder(REPOSITORY_ROOT, service), 'server.mjs')], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      AWS_REGION: region,
      TRUSTED_PROXY_HOPS: '2',
      API_ORIGIN: 'http://127.0.0.1:9',
      DATABASE_READER_HOST: '127.0.0.1',
      DATABASE_WRITER_HOST: '127.0.0.1',
      DATABASE_PORT: '9',
      DATABASE_NAME: 'marketing',
      DATABASE_CREDENTIALS: JSON.stringify({ username: 'nobody', password: 'none' }),
    },
  })
  while (!(await isLive(port))) {
    if (child.exitCode !== null)
      throw new Error(`${service} ended with ${child.exitCode} instead of listening`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  return child
}

async function isLive(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined)
  return answer?.status === 200
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
