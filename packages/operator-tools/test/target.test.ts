import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { configuredRoundTripMs, loadTarget } from '../src/index.ts'
import { sampleOutputs, sampleWorld } from './sample-target.ts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'meridian-target-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function checkoutWithWorld(description: unknown): Promise<string> {
  const root = await temporaryFolder()
  await mkdir(join(root, '.world'))
  await writeFile(join(root, '.world', 'world.json'), JSON.stringify(description))
  return root
}

describe('the local target', () => {
  it('is read from the running world’s description', async () => {
    const repositoryRoot = await checkoutWithWorld({ ...sampleWorld(), addresses: ['something newer'] })
    const target = await loadTarget({ target: 'local', repositoryRoot })
    expect(target).toMatchObject({
      name: 'local',
      region: 'us-east-1',
      stackOutputs: { zoneId: 'Z0123456789' },
    })
  })

  it('explains how to start a world when none runs', async () => {
    const repositoryRoot = await temporaryFolder()
    await expect(loadTarget({ target: 'local', repositoryRoot })).rejects.toMatchObject({
      code: 'MERIDIAN_TARGET_WORLD_NOT_RUNNING',
      message: expect.stringContaining('npm start'),
    })
  })

  it('lists every problem of a description at once', async () => {
    const world = sampleWorld()
    const repositoryRoot = await checkoutWithWorld({
      ...world,
      schema: 2,
      endpoint: 7,
      vantages: [{ city: 'atlantis', proxy: 'x' }],
      stackOutputs: { ...world.stackOutputs, edgeDomain: undefined },
    })
    await expect(loadTarget({ target: 'local', repositoryRoot })).rejects.toThrow(
      /schema is 2[\s\S]*endpoint is 7[\s\S]*atlantis[\s\S]*stackOutputs\.edgeDomain is missing/,
    )
  })
})

describe('the AWS target', () => {
  it('is read from the stack’s outputs', async () => {
    const folder = await temporaryFolder()
    const outputsFile = join(folder, 'outputs.json')
    await writeFile(outputsFile, JSON.stringify(sampleOutputs()))
    const target = await loadTarget({
      target: 'aws',
      repositoryRoot: folder,
      outputsFile,
      vantages: ['seoul=http://10.2.0.9:3128'],
    })
    expect(target).toMatchObject({
      name: 'aws',
      vantages: [{ city: 'seoul', proxy: 'http://10.2.0.9:3128' }],
    })
    expect(target.endpoint).toBeUndefined()
  })

  it.each([
    ['no file', undefined, /--outputs <file> is missing[\s\S]*pulumi stack output --json/],
    ['a file that is not there', 'nowhere.json', /cannot be read: ENOENT/],
  ])('is refused with %s', async (_title, outputsFile, message) => {
    const choice = { target: 'aws', repositoryRoot: '.', ...(outputsFile ? { outputsFile } : {}) } as const
    await expect(loadTarget(choice)).rejects.toThrow(message)
  })
})

describe('configuredRoundTripMs', () => {
  const target = {
    latencyTable: { name: 'x', rows: [{ from: 'seoul', to: 'us-east-1', rttMs: 178 }] },
  }
  it('is the same in both directions', () => {
    expect(configuredRoundTripMs(target, 'us-east-1', 'seoul')).toBe(178)
    expect(configuredRoundTripMs(target, 'seoul', 'us-east-1')).toBe(178)
  })

  it('is unknown for places that are not in the table', () => {
    expect(configuredRoundTripMs(target, 'us-east-1', 'us-west-2')).toBeUndefined()
    expect(configuredRoundTripMs({}, 'us-east-1', 'us-west-2')).toBeUndefined()
  })
})
