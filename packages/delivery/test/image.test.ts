import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { loadGraph } from '@meridian/resource-graph'
import { MEMORY_ENVIRONMENT, NODE_FLAGS } from '@meridian/service-bundle/image'
import { SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AssembledImage } from './image/assemble.ts'
import { imageConfig, readStages } from './image/dockerfile.ts'
import { buildImage, startInImage, type TaskContainer } from './image/running-image.ts'

const REPOSITORY = join(import.meta.dirname, '../../..')
const MS_PER_SECOND = 1_000
const configOf = (service: string) =>
  imageConfig(readStages(join(REPOSITORY, 'Dockerfile'), { SERVICE: service }))

/** Built once for all tests. */
const images = new Map<string, AssembledImage & Disposable>()
const imageOf = (service: string) => images.get(service) as AssembledImage
beforeAll(async () => {
  for (const service of SERVICE_NAMES) images.set(service, await buildImage(REPOSITORY, service))
})
afterAll(() => {
  for (const image of images.values()) image[Symbol.dispose]()
})

const graph = await loadGraph('production')

/** The main container of a task family in Virginia. */
function containerOf(family: string): TaskContainer {
  const definition = graph
    .ofType('aws:ecs/taskDefinition:TaskDefinition')
    .find(({ inputs }) => inputs.family === family)
  const [container] = JSON.parse(String(definition?.inputs.containerDefinitions)) as TaskContainer[]
  if (!container) throw new Error(`The program has no task definition ${family}`)
  return container
}

const serviceContainer = (service: ServiceName) => containerOf(`meridian-use1-${service}`)

/** As ECS would set it, without what only exists in AWS. */
function environmentOf(
  { environment, secrets }: TaskContainer,
  port: number,
): Readonly<Record<string, string>> {
  const given = environment.map(({ name, value }) => [name, name.endsWith('_HOST') ? '127.0.0.1' : value])
  return {
    ...Object.fromEntries(given),
    ...Object.fromEntries(secrets.map(({ name }) => [name, '{"username":"app","password":"s3cret"}'])),
    ...(environment.some(({ name }) => name === 'DATABASE_PORT') ? { DATABASE_PORT: '1' } : {}),
    DATABASE_OTHER_READER_HOSTS: '',
    DATABASE_OTHER_WRITER_HOSTS: '',
    HOST: '127.0.0.1',
    PORT: String(port),
    AWS_REGION: 'us-east-1',
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/live`).then(
    (answer) => answer.status,
    () => 0,
  )

describe.each(SERVICE_NAMES)('the image of %s', (service) => {
  it('contains all that its command needs: it starts, stays up, and stops on SIGTERM in time', async () => {
    const image = imageOf(service)
    const container = serviceContainer(service)
    const port = await freePort()
    const environment = environmentOf(container, port)
    const command = [...image.config.entryPoint, ...(container.command ?? image.config.command)]
    const started = startInImage(image, command, environment)
    await expect
      .poll(() => answers(port), { timeout: 15_000 })
      .toBe(200)
      .catch((cause: unknown) => {
        throw new Error(`It does not live; it said:\n${started.output()}`, { cause })
      })
    const check = [...(container.healthCheck?.command ?? [])].slice(1)
    expect(await startInImage(image, check, environment).exited).toBe(0)

    const startedMs = performance.now()
    started.child.kill('SIGTERM')
    expect(await started.exited).toBe(0)
    expect(performance.now() - startedMs).toBeLessThan((container.stopTimeout ?? 0) * MS_PER_SECOND)
    expect(await startInImage(image, check, environment).exited).toBe(1)
    expect(started.output()).not.toMatch(/EACCES|EROFS|ERR_MODULE_NOT_FOUND/)
  })

  it('contains every file that one of its variables names', () => {
    const { rootFolder, config } = imageOf(service)
    const files = Object.values(config.environment).filter((value) => value.startsWith('/'))
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(existsSync(join(rootFolder, file)), file).toBe(true)
  })

  it('contains a bundle, but no sources, packages or other service', () => {
    const { rootFolder } = imageOf(service)
    const app = join(rootFolder, 'app')
    const other = SERVICE_NAMES.find((name) => name !== service)
    expect(existsSync(join(app, 'services', service, 'src'))).toBe(false)
    expect(existsSync(join(app, 'services', service, 'test'))).toBe(false)
    expect(existsSync(join(app, 'services', String(other)))).toBe(false)
    expect(readdirSync(app)).toEqual(['services'])
  })

  it('matches the task definition', () => {
    const { user, entryPoint, healthCheck, environment } = configOf(service)
    const container = serviceContainer(service)
    expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    expect(container).toMatchObject({ user, readonlyRootFilesystem: true })
    // Process 1 is Node itself: a shell would not pass on SIGTERM.
    expect(entryPoint).toEqual(['node', ...NODE_FLAGS])
    expect(environment).toMatchObject(MEMORY_ENVIRONMENT)
    expect(environment.PORT).toBe(container.environment.find(({ name }) => name === 'PORT')?.value)
    const seconds = (flag: string) => Number(healthCheck?.flags[flag]?.replace(/s$/, ''))
    expect(container.healthCheck).toEqual({
      command: ['CMD', ...(healthCheck?.exec ?? [])],
      interval: seconds('interval'),
      timeout: seconds('timeout'),
      startPeriod: seconds('start-period'),
      retries: Number(healthCheck?.flags.retries),
    })
  })
})

describe('the migration', () => {
  it('runs from the marketing-api image and waits for a database that does not answer', async () => {
    const image = imageOf('marketing-api')
    const container = containerOf('meridian-use1-migrate')
    const command = [...image.config.entryPoint, ...(container.command ?? [])]
    const migration = startInImage(image, command, environmentOf(container, 0))
    await expect
      .poll(migration.output, { timeout: 15_000 })
      .toMatch(/migrate: waiting for the database: connect ECONNREFUSED/)
    expect(migration.output()).not.toMatch(/ERR_MODULE_NOT_FOUND|EACCES|EROFS/)
  })
})
