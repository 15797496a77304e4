import { mkdtempSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assembleImage } from '@meridian/delivery/testing'
import { ecs, type RunningWorld } from '@meridian/local-world'
import { REGION_IDS, SERVICE_NAMES } from '@meridian/topology'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bootWorld, REPOSITORY_ROOT } from '../src/booted-world.ts'
import { anyCampaign, get, postLead } from '../src/visitor.ts'

let folder: string
let world: RunningWorld

// Booting also migrates and seeds: that task runs from marketing-api's image, as in the pipeline.
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'meridian-images-')))
  const images: Record<string, string> = {}
  for (const service of SERVICE_NAMES) {
    const { rootFolder, config } = await assembleImage(REPOSITORY_ROOT, service, join(folder, service))
    images[service] = join(rootFolder, config.workingDirectory)
  }
  world = await bootWorld({ settings: { images } })
}, 240_000)

afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

it('a world serves visitors from just the files that the Dockerfile copies', async () => {
  const campaignSlug = await anyCampaign(world, 'seoul')
  expect((await get(world, 'seoul', '/ko')).status).toBe(200)
  const key = crypto.randomUUID()
  const lead = { campaignSlug, email: 'visitor@example.com' }
  expect((await postLead(world, 'seoul', lead, key)).status).toBe(201)
})

it.skipIf(process.platform !== 'linux')('every task of every region runs in its image', () => {
  const running = world
    .running(ecs)
    .tasks()
    .filter(({ lastStatus }) => lastStatus === 'RUNNING')
  expect(running.length).toBeGreaterThanOrEqual(SERVICE_NAMES.length * REGION_IDS.length)
  for (const { containers } of running) {
    const [main] = containers
    expect(readlinkSync(`/proc/${main?.pid}/cwd`)).toBe(join(folder, main?.name ?? '', 'app'))
  }
})
