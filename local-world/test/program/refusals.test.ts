import { join } from 'node:path'
import { UrnTakenError } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { ProgramFailedError } from '../../src/program/errors.ts'
import type { ProviderSource } from '../../src/program/providers.ts'
import { mergeProviders } from '../../src/program/providers.ts'
import { runFixture } from './programs.ts'

describe('a program is refused', () => {
  it('when two resources have the same URN, with both source lines', async () => {
    const error = await runFixture('same-name-twice').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UrnTakenError)
    expect(error).toMatchObject({
      code: 'MERIDIAN_GRAPH_URN_TAKEN',
      message: expect.stringMatching(/same-name-twice\/index\.ts:3 and .*same-name-twice\/index\.ts:4\./),
    })
  })

  it('when it throws, with its own message and exit code', async () => {
    const error = await runFixture('throws').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProgramFailedError)
    expect(error).toMatchObject({ code: 'MERIDIAN_PROGRAM_FAILED', exitCode: 32 })
    const { message } = error as Error
    expect(message).toMatch(/three zones were asked for and the region has two/)
    expect(message).toMatch(/throws\/index\.ts:4/)
    expect(message).not.toMatch(/node_modules|unhandled exception/)
  })

  it('when it calls an unsupported provider function, even if it catches the error', async () => {
    await expect(runFixture('unknown-function')).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_INVOKE_UNKNOWN',
      message: expect.stringMatching(/aws:pricing\/getProduct:getProduct.*answered are: .*getCallerIdentity/),
    })
  })

  it('when a resource has no region', async () => {
    await expect(runFixture('no-region')).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_REGION_UNKNOWN',
      message: expect.stringMatching(/"main" at .*no-region\/index\.ts:3: it has no region/),
    })
  })

  it('when it looks up a resource that it does not describe', async () => {
    await expect(runFixture('looks-up')).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_REQUEST_UNSUPPORTED',
      message: expect.stringMatching(/looks up an existing resource/),
    })
  })

  it('when a provider refuses its inputs, with the source line', async () => {
    const module: ProviderSource = {
      name: 'network',
      resources: {
        'aws:ec2/vpc:Vpc': () => {
          throw new Error('cidrBlock is missing')
        },
      },
    }
    await expect(runFixture('throws', { modules: mergeProviders([module]) })).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_PROVIDER_FAILED',
      message: expect.stringMatching(/"main" at .*throws\/index\.ts:3: cidrBlock is missing/),
    })
  })

  it('when its main file is missing', async () => {
    await expect(runFixture('no-entry')).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_NOT_FOUND',
      message: expect.stringMatching(/None of index\.ts, .* exists in .*no-entry/),
    })
  })

  it('when the folder contains no project', async () => {
    const projectFolder = join(import.meta.dirname, 'fixtures')
    await expect(runFixture('', { projectFolder })).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_NOT_FOUND',
      message: expect.stringMatching(/fixtures\/Pulumi\.yaml does not exist/),
    })
  })

  it('when the stack has no settings, with the existing stacks', async () => {
    await expect(runFixture('throws', { stack: 'production' })).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_STACK_UNKNOWN',
      message: expect.stringMatching(/no stack "production" .*it has dev/),
    })
  })
})

describe('a program that does not end', () => {
  it('is ended after the stall limit, with its last progress', async () => {
    await expect(runFixture('never-ends', { stallLimitMs: 2_000 })).rejects.toMatchObject({
      code: 'MERIDIAN_PROGRAM_STALLED',
      message: expect.stringMatching(/for 2 s it neither registered .*; the last .* was .*"main"/),
    })
  })

  it('is ended at once when the caller aborts', async () => {
    const abort = new AbortController()
    const run = runFixture('never-ends', {
      signal: abort.signal,
      onResource: ({ name }) => name === 'main' && abort.abort(new Error('interrupted')),
    })
    await expect(run).rejects.toThrow('interrupted')
  })
})
