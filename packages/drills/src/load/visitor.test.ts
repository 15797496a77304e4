import { ProbeFailedError } from '@meridian/operator-tools'
import { expect, it } from 'vitest'
import { createRecorder } from '../history/recorder.ts'
import { createVisitor, viewCampaigns } from './visitor.ts'

async function detailOf(body: string): Promise<string | undefined> {
  const recorder = createRecorder(() => 0)
  const client = { send: async () => ({ status: 503, header: () => undefined, body }) }
  const visitor = createVisitor('seoul', 'somebody', 1)
  await viewCampaigns(recorder, visitor, { process: 'reader', via: 'edge', client })
  return recorder.events().at(-1)?.detail
}

it('an error of the API is reported by its code', async () => {
  expect(await detailOf('{"code":"NOT_CAUGHT_UP"}')).toBe('NOT_CAUGHT_UP')
})

it('an error page is reported by its title, in one line', async () => {
  const page =
    '<!DOCTYPE html>\n<HTML><HEAD>\n<TITLE>ERROR: The request\ncould not be satisfied</TITLE></HEAD></HTML>'
  expect(await detailOf(page)).toBe('ERROR: The request could not be satisfied')
})

it('any other answer is reported by its first characters', async () => {
  expect(await detailOf(`upstream\n${'x'.repeat(1_000)}`)).toBe(`upstream ${'x'.repeat(191)}`)
})

it('a failed connection is reported by the step that failed', async () => {
  const recorder = createRecorder(() => 0)
  const reason = new ProbeFailedError('edge.example:443: ECONNREFUSED')
  const client = { send: () => Promise.reject(reason) }
  const way = { process: 'reader', via: 'edge', client } as const
  await viewCampaigns(recorder, createVisitor('seoul', 'somebody', 1), way)
  expect(recorder.events().at(-1)?.detail).toBe('edge.example:443: ECONNREFUSED')
})
