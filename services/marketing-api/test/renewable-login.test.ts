import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLogger } from '@meridian/observability'
import { expect, it, onTestFinished, vi } from 'vitest'
import { renewableLogin } from '../src/renewable-login.ts'

const SECRET_ARN = 'arn:aws:secretsmanager:us-west-2:000000000000:secret:meridian/database-a1b2c3'
const FIRST = { username: 'app', password: 'first' }
const NEXT = { username: 'app_clone', password: 'next' }

/** Secrets Manager over HTTP, reduced to GetSecretValue. */
async function startSecretsManager(answer: () => { status: number; body: object } | 'silence') {
  const asked: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    request.on('end', () => {
      asked.push(`${request.headers['x-amz-target']} ${JSON.parse(text).SecretId}`)
      const said = answer()
      if (said === 'silence') return
      const { status, body } = said
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  onTestFinished(async () => {
    vi.unstubAllEnvs()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return asked
}

function loginOf(secretArn: string | undefined = SECRET_ARN) {
  const logger = createLogger({ service: 'marketing-api', region: 'us-west-2', level: 'silent' })
  const login = renewableLogin({ credentials: FIRST, secretArn, region: 'us-west-2' }, logger)
  if (typeof login !== 'function') throw new Error('This login does not change')
  return login
}

it('starts with the login from the environment without a request', async () => {
  const asked = await startSecretsManager(() => ({ status: 500, body: {} }))
  expect(await loginOf()()).toEqual(FIRST)
  expect(asked).toEqual([])
})

it('reads the secret again when the login was refused', async () => {
  const asked = await startSecretsManager(() => ({
    status: 200,
    body: { SecretString: JSON.stringify(NEXT) },
  }))
  const login = loginOf()
  await login()
  expect(await login()).toEqual(NEXT)
  expect(asked).toEqual([`secretsmanager.GetSecretValue ${SECRET_ARN}`])
})

it('keeps its login while the secret cannot be read', async () => {
  await startSecretsManager(() => ({ status: 400, body: { __type: 'AccessDeniedException' } }))
  const login = loginOf()
  await login()
  expect(await login()).toEqual(FIRST)
})

it('keeps its login while Secrets Manager accepts the request and never answers', async () => {
  const asked = await startSecretsManager(() => 'silence')
  const login = loginOf()
  await login()
  expect(await login()).toEqual(FIRST)
  expect(asked).toHaveLength(2)
})
