import { GetFunctionCommand, InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { describe, expect, it } from 'vitest'
import { startFunction } from './function-fixture.ts'

const HANDLER = `
import { words } from './words.mjs'
let calls = 0
export async function handler(event, context) {
  calls += 1
  console.log('called with', event.step)
  if (event.step === 'fail') throw new TypeError('the step failed')
  if (event.step === 'hang') await new Promise(() => setInterval(() => {}, 1000))
  if (event.step === 'exit') process.exit(3)
  return { calls, words, name: context.functionName, env: process.env }
}
`
const FILES = { 'index.mjs': HANDLER, 'words.mjs': "export const words = 'laid out'" }

async function start(settings: object = {}) {
  const started = await startFunction(FILES, settings)
  const call = async (step: string, more: object = {}) => {
    const answer = await started.lambdaClient.send(
      new InvokeCommand({ FunctionName: 'rotator', Payload: Buffer.from(JSON.stringify({ step })), ...more }),
    )
    const text = Buffer.from(answer.Payload ?? []).toString('utf8')
    return { ...answer, value: text === '' ? undefined : JSON.parse(text) }
  }
  return { ...started, call }
}

describe('a function, through the AWS SDK', () => {
  // INV-LAMBDA-1
  it('is invoked with an event, in its own environment, and stays warm', async () => {
    const { call, world } = await start()
    const first = await call('one', { LogType: 'Tail' })
    expect(first).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(first.FunctionError).toBeUndefined()
    expect(first.value).toMatchObject({ calls: 1, words: 'laid out', name: 'rotator' })
    expect(first.value.env).toMatchObject({
      COLOUR: 'blue',
      AWS_REGION: 'us-east-1',
      NODE_EXTRA_CA_CERTS: world.certificates.certificateFile,
    })
    expect(first.value.env).not.toHaveProperty('VITEST')
    expect(Buffer.from(first.LogResult ?? '', 'base64').toString('utf8')).toContain('called with one')
    expect((await call('two')).value.calls).toBe(2)
  })

  // INV-LAMBDA-2
  it('returns errors, time-outs and exits as Lambda does', async () => {
    const { call } = await start({ timeout: 1 })
    expect(await call('fail')).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      value: { errorType: 'TypeError', errorMessage: 'the step failed' },
    })
    expect(await call('hang')).toMatchObject({
      FunctionError: 'Unhandled',
      value: { errorMessage: 'Task timed out after 1.00 seconds' },
    })
    expect((await call('exit')).value).toMatchObject({ errorType: 'Runtime.ExitError' })
    expect((await call('again')).value.calls).toBe(1)
  })

  it('is described and listed, and an unknown one is not found', async () => {
    const { lambdaClient, call, functionArn } = await start()
    const { Configuration } = await lambdaClient.send(new GetFunctionCommand({ FunctionName: functionArn }))
    expect(Configuration).toMatchObject({ FunctionName: 'rotator', Handler: 'index.handler', Timeout: 30 })
    const { Functions } = await lambdaClient.send(new ListFunctionsCommand({}))
    expect(Functions?.map(({ FunctionArn }) => FunctionArn)).toEqual([functionArn])
    await expect(call('one', { FunctionName: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    expect((await call('one', { InvocationType: 'Event' })).StatusCode).toBe(202)
    expect((await call('one', { InvocationType: 'DryRun' })).StatusCode).toBe(204)
  })
})
