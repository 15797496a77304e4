import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createSecretsManagerClient, type Secret, secretAt } from '../src/secret.ts'

interface Call {
  readonly operation: string
  readonly input: Record<string, unknown>
}

it('uses the Secrets Manager operations of a rotation', async () => {
  const { secret, calls } = await secretBehind({
    DescribeSecret: { VersionIdsToStages: { v0: ['AWSCURRENT'] } },
    GetSecretValue: { SecretString: 'text' },
    GetRandomPassword: { RandomPassword: 'drawn' },
  })
  expect(await secret.versions()).toEqual({ v0: ['AWSCURRENT'] })
  expect(await secret.read('AWSPENDING', 'v1')).toBe('text')
  expect(await secret.drawPassword()).toBe('drawn')
  await secret.putPending('v1', 'next')
  await secret.makeCurrent('v1', 'v0')
  expect(calls).toEqual([
    { operation: 'DescribeSecret', input: { SecretId: 's' } },
    { operation: 'GetSecretValue', input: { SecretId: 's', VersionStage: 'AWSPENDING', VersionId: 'v1' } },
    { operation: 'GetRandomPassword', input: { PasswordLength: 40, ExcludePunctuation: true } },
    {
      operation: 'PutSecretValue',
      input: { SecretId: 's', ClientRequestToken: 'v1', SecretString: 'next', VersionStages: ['AWSPENDING'] },
    },
    {
      operation: 'UpdateSecretVersionStage',
      input: { SecretId: 's', VersionStage: 'AWSCURRENT', MoveToVersionId: 'v1', RemoveFromVersionId: 'v0' },
    },
  ])
})

it('has no text where Secrets Manager has no such version', async () => {
  const { secret } = await secretBehind({})
  await expect(secret.read('AWSPREVIOUS')).resolves.toBeUndefined()
})

it.each([
  ['never answers', () => {}],
  [
    'answers half',
    (answer: ServerResponse) => void answer.writeHead(200, { 'content-length': 9 }).write('{'),
  ],
])('fails, after a second attempt, at a Secrets Manager that %s', async (_title, answer) => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    answer(response)
  })
  const secret = secretAt(await clientOf(server, 100), 's')
  await expect(secret.read('AWSCURRENT')).rejects.toThrow()
  expect(asked).toBe(2)
})

/** A secret over HTTP, as the SDK reaches it; operations without an answer return a not-found error. */
async function secretBehind(
  answers: Readonly<Record<string, object>>,
): Promise<{ secret: Secret; calls: Call[] }> {
  const calls: Call[] = []
  const writes = ['PutSecretValue', 'UpdateSecretVersionStage']
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    calls.push({ operation, input: await inputOf(request) })
    const answer = answers[operation] ?? (writes.includes(operation) ? {} : undefined)
    response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(JSON.stringify(answer ?? { __type: 'ResourceNotFoundException' }))
  })
  return { secret: secretAt(await clientOf(server), 's'), calls }
}

async function clientOf(server: Server, answerMs?: number) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const settings = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
  const client = createSecretsManagerClient(settings, answerMs)
  onTestFinished(async () => {
    client.destroy()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return client
}

async function inputOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}
