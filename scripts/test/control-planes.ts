import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FakeGlobalDatabase, startRdsServer } from '@meridian/failover/testing'
import {
  listen,
  portOf,
  sampleOutputs,
  sampleWorld,
  startConnectProxy,
  startJsonServices,
} from '@meridian/operator-tools/testing'
import { onTestFinished } from 'vitest'

type World = ReturnType<typeof sampleWorld>

/** A temporary folder for one test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'meridian-scripts-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Arguments that lead a command to this world, and to its own folder for what it leaves. */
export async function argumentsFor(
  world: Partial<World> & { readonly pid?: number },
): Promise<{ args: string[]; results: string }> {
  const folder = await temporaryFolder()
  const file = join(folder, 'world.json')
  await writeFile(file, JSON.stringify({ ...sampleWorld(world), pid: world.pid }))
  const results = join(folder, 'results')
  return { args: ['--target', 'local', '--world', file, '--results', results], results }
}

/** Arguments for a stack on AWS that cannot be reached. */
export async function argumentsForAws(): Promise<readonly string[]> {
  const file = join(await temporaryFolder(), 'outputs.json')
  await writeFile(file, JSON.stringify(sampleOutputs()))
  return ['--target', 'aws', '--outputs', file]
}

/** Files in a command's results folder; none if it does not exist. */
export const left = (results: string): Promise<readonly string[]> => readdir(results).catch(() => [])

/** RDS with a global database whose writer is in us-east-1; no other service responds. */
export async function startDatabases(world: { readonly pid?: number } = {}) {
  const database = await new FakeGlobalDatabase().describe()
  const { endpoint, calls } = await startRdsServer(({ action }) =>
    action === 'DescribeGlobalClusters' ? database : undefined,
  )
  const changes = () => calls.filter(({ action }) => /^(Switchover|Failover)GlobalCluster$/.test(action))
  return { ...(await argumentsFor({ endpoint, ...world })), changes }
}

/** ECS with as many running tasks of a service, none of which is ever replaced. */
export async function startTasks(count: number) {
  const arnOf = (n: number) => `arn:aws:ecs:us-west-2:000000000000:task/meridian-usw2/task-${n}`
  const arns = Array.from({ length: count }, (_, index) => arnOf(index + 1))
  const stopped = new Set<string>()
  const running = () => arns.filter((arn) => !stopped.has(arn))
  const { endpoint } = await startJsonServices({
    ListTasks: () => ({ taskArns: running() }),
    DescribeTasks: () => ({
      tasks: running().map((taskArn, startedAt) => ({ taskArn, lastStatus: 'RUNNING', startedAt })),
    }),
    StopTask({ input }) {
      stopped.add(input.task)
      return {}
    },
  })
  return { ...(await argumentsFor({ endpoint })), stopped }
}

/** Regions whose services report this replication lag. */
export async function startRegions(lagMs: number) {
  const { loadBalancers } = sampleOutputs()
  const body = JSON.stringify({ replicationLagMs: lagMs, writer: { region: 'us-east-1' } })
  const api = portOf(await listen(createServer((_request, response) => response.end(body))))
  const ports = Object.values(loadBalancers).map(({ url }) => [`${new URL(url).hostname}:80`, api])
  const { endpoint } = await startJsonServices({
    GetSecretValue: () => ({ SecretString: 'the key' }),
    GetMetricStatistics: () => ({ Datapoints: [] }),
  })
  const proxy = await startConnectProxy(Object.fromEntries(ports), 0)
  return argumentsFor({ endpoint, vantages: [{ city: 'new-york', proxy }] })
}
