import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import { DescribeGlobalClustersCommand, RDSClient } from '@aws-sdk/client-rds'
import { BeginTransactionCommand, RDSDataClient } from '@aws-sdk/client-rds-data'
import { ListHostedZonesCommand, Route53Client } from '@aws-sdk/client-route-53'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createTrust, type Trust } from '../../src/kernel/trust/trust.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import { sts } from '../../src/modules/sts/index.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { startS3 } from '../s3/start-s3.ts'
import { TestProgram } from '../support/program.ts'
import { createTestWorld } from '../support/test-world.ts'
import { send } from '../trust/send.ts'
import { presign, sign } from '../trust/sign.ts'

const ROLE = 'arn:aws:iam::000000000000:role/meridian/reader'
const MINUTE_MS = 60_000

const SERVICES: readonly WireService[] = [
  {
    scope: 'rds',
    protocol: 'query',
    namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
    schemas: () => import('@aws-sdk/client-rds'),
    operations: { DescribeGlobalClusters: () => ({ GlobalClusters: [] }) },
  },
  {
    scope: 'route53',
    protocol: 'rest-xml',
    isGlobal: true,
    namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    schemas: () => import('@aws-sdk/client-route-53'),
    operations: { ListHostedZones: () => ({ HostedZones: [] }) },
  },
  {
    scope: 'ecs',
    protocol: 'json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-ecs'),
    operations: { ListClusters: () => ({ clusterArns: [] }) },
  },
  {
    scope: 'rds-data',
    protocol: 'rest-json',
    namespace: '',
    schemas: () => import('@aws-sdk/client-rds-data'),
    operations: { BeginTransaction: () => ({ transactionId: 't' }) },
  },
]

async function startVerifying(trust: Trust = createTrust()) {
  const program = new TestProgram({})
  program.add('aws:iam/role:Role', 'reader', { arn: ROLE })
  const world = { ...createTestWorld({ graph: program.graph() }), trust }
  const identity = await sts.start(undefined, world)
  const journal = createJournal(createManualClock())
  const services = [...SERVICES, ...[identity.control].flatMap((control) => control ?? [])]
  const endpoint = await startControlEndpoint(services, journal, trust)
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  return { trust, journal, port: endpoint.port, url: `http://127.0.0.1:${endpoint.port}` }
}

interface Signing {
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  readonly systemClockOffset?: number
}

/** One operation for each protocol. */
const CALLS = {
  query: (settings: object) => new RDSClient(settings).send(new DescribeGlobalClustersCommand({})),
  'rest-xml': (settings: object) => new Route53Client(settings).send(new ListHostedZonesCommand({})),
  json: (settings: object) => new ECSClient(settings).send(new ListClustersCommand({})),
  'rest-json': (settings: object) =>
    new RDSDataClient(settings).send(new BeginTransactionCommand({ resourceArn: 'a', secretArn: 'b' })),
} as const

type Protocol = keyof typeof CALLS

const call = (protocol: Protocol, endpoint: string, signing: Signing) =>
  CALLS[protocol]({ endpoint, region: 'us-west-2', maxAttempts: 1, ...signing })

const PROTOCOLS = Object.keys(CALLS) as Protocol[]

const TOKEN_INVALID = 'The security token included in the request is invalid.'
const MISMATCH =
  /^The request signature we calculated does not match the signature you provided\. Check your AWS/

/** By protocol: the codes and status for an unknown key, a wrong signature and an expired token. */
const CODES = {
  query: {
    unknown: 'InvalidClientTokenId',
    mismatch: 'SignatureDoesNotMatch',
    expired: 'ExpiredToken',
    status: 403,
  },
  'rest-xml': {
    unknown: 'InvalidClientTokenId',
    mismatch: 'SignatureDoesNotMatch',
    expired: 'ExpiredToken',
    status: 403,
  },
  json: {
    unknown: 'UnrecognizedClientException',
    mismatch: 'InvalidSignatureException',
    expired: 'ExpiredTokenException',
    status: 400,
  },
  'rest-json': {
    unknown: 'UnrecognizedClientException',
    mismatch: 'InvalidSignatureException',
    expired: 'ExpiredTokenException',
    status: 403,
  },
} as const

describe.each(PROTOCOLS)('a request in the protocol %s', (protocol) => {
  const { unknown, mismatch, expired, status } = CODES[protocol]
  const refusedWith = (name: string, message: unknown) =>
    expect.objectContaining({ name, message, $metadata: expect.objectContaining({ httpStatusCode: status }) })

  it('is accepted when it is signed with the key of the world', async () => {
    const { url, trust } = await startVerifying()
    await expect(call(protocol, url, { credentials: trust.keys.own })).resolves.toBeDefined()
  })

  it('is refused with an unknown access key', async () => {
    const { url } = await startVerifying()
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    await expect(call(protocol, url, { credentials })).rejects.toEqual(refusedWith(unknown, TOKEN_INVALID))
  })

  it('is refused with a wrong secret, and not executed', async () => {
    const { url, trust, journal } = await startVerifying()
    const credentials = { ...trust.keys.own, secretAccessKey: 'wrong' }
    await expect(call(protocol, url, { credentials })).rejects.toEqual(
      refusedWith(mismatch, expect.stringMatching(MISMATCH)),
    )
    expect(journal.entries()).toMatchObject([{ event: 'api call', detail: { outcome: mismatch } }])
  })

  it.each([
    ['expired', -16, /^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 15 min\.\)$/],
    ['not yet current', 16, /^Signature not yet current: \d{8}T\d{6}Z is still later than .* \+ 15 min\.\)$/],
  ])('is %s when its clock is %i minutes off, and accepted when it is 14', async (_, minutes, message) => {
    const { url, trust } = await startVerifying()
    const off = (by: number) =>
      call(protocol, url, { credentials: trust.keys.own, systemClockOffset: by * MINUTE_MS })
    await expect(off(minutes)).rejects.toEqual(refusedWith(mismatch, expect.stringMatching(message)))
    await expect(off(Math.sign(minutes) * 14)).resolves.toBeDefined()
  })

  it('is accepted with the credentials of a session, until they expire', async () => {
    let nowMs = Date.now()
    const { url, trust } = await startVerifying(createTrust({ nowMs: () => nowMs }))
    const session = trust.keys.issueSession({ roleArn: ROLE, sessionName: 'task', lastsMs: 60 * MINUTE_MS })
    await expect(call(protocol, url, { credentials: session })).resolves.toBeDefined()
    const { sessionToken: _, ...withoutToken } = session
    for (const credentials of [withoutToken, { ...session, sessionToken: `${session.sessionToken}x` }])
      await expect(call(protocol, url, { credentials })).rejects.toEqual(refusedWith(unknown, TOKEN_INVALID))
    nowMs += 61 * MINUTE_MS
    const late = { credentials: session, systemClockOffset: 61 * MINUTE_MS }
    await expect(call(protocol, url, late)).rejects.toEqual(
      refusedWith(expired, 'The security token included in the request is expired'),
    )
  })
})

describe('a session token', () => {
  it('of another world is invalid', async () => {
    const { url } = await startVerifying()
    const credentials = createTrust().keys.issueSession({ roleArn: ROLE, sessionName: 's', lastsMs: 1_000 })
    await expect(call('query', url, { credentials })).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
  })

  it('comes from AssumeRole and identifies its role session', async () => {
    const { url, trust } = await startVerifying()
    const settings = { endpoint: url, region: 'us-east-1', maxAttempts: 1 }
    const root = new STSClient({ ...settings, credentials: trust.keys.own })
    const assume = (RoleArn: string) =>
      root.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'drill', DurationSeconds: 900 }))
    const { Credentials, AssumedRoleUser } = await assume(ROLE)
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 14 * MINUTE_MS)
    const assumed = new STSClient({
      ...settings,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    })
    const identity = await assumed.send(new GetCallerIdentityCommand({}))
    expect(identity.Arn).toBe('arn:aws:sts::000000000000:assumed-role/reader/drill')
    expect(AssumedRoleUser?.Arn).toBe(identity.Arn)
    await expect(assume('arn:aws:iam::000000000000:role/none')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('is not authorized to perform: sts:AssumeRole'),
    })
  })
})

describe('a request that was changed after it was signed', () => {
  const TIME = '20261201T023000Z'
  const TRUST = () => createTrust({ nowMs: () => Date.UTC(2026, 11, 1, 2, 30) })

  it.each([
    ['body', { body: 'Action=DeleteGlobalCluster' }],
    ['query', { path: '/?Action=DeleteGlobalCluster' }],
    ['path', { path: '/other' }],
    ['method', { method: 'PUT' }],
    ['signed header', { headers: { 'content-type': 'text/plain' } }],
  ])('is refused when its %s has changed', async (_, change) => {
    const { port, trust } = await startVerifying(TRUST())
    const signed = sign(trust, port, { body: 'Action=DescribeGlobalClusters', time: TIME })
    expect((await send(port, signed)).status).toBe(200)
    const changed = {
      ...signed,
      ...change,
      headers: { ...signed.headers, ...(change as typeof signed).headers },
    }
    const answer = await send(port, changed)
    expect(answer).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>SignatureDoesNotMatch<'),
    })
  })

  it.each([
    ['without a signature', {}, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
    [
      'with an incomplete signature',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a/20261201/us-east-1/rds/aws4_request' },
      'IncompleteSignature',
      "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    ],
    [
      'with a scope of four parts',
      {
        authorization:
          'AWS4-HMAC-SHA256 Credential=a/20261201/us-east-1/rds, SignedHeaders=host, Signature=0',
        'x-amz-date': TIME,
      },
      'IncompleteSignature',
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/20261201/us-east-1/rds'",
    ],
  ])('is refused %s', async (_, headers, code, message) => {
    const { port } = await startVerifying(TRUST())
    const { text } = await send(port, { body: 'Action=DescribeGlobalClusters', headers })
    expect(text).toContain(`<Code>${code}</Code>`)
    expect(text.replaceAll('&#39;', "'")).toContain(message)
  })

  it('is refused with a JSON error by a JSON service', async () => {
    const { port } = await startVerifying(TRUST())
    const { status, text } = await send(port, { body: '{}', headers: { 'x-amz-target': 'X.ListClusters' } })
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    })
  })
})

describe('S3', () => {
  const bucketCall = async (
    change: (trust: Trust) => Partial<Trust['keys']['own']> & { sessionToken?: string },
  ) => {
    const trust = createTrust()
    const { client, put } = await startS3(trust)
    const credentials = { ...trust.keys.own, ...change(trust) }
    client.config.credentials = async () => credentials
    return put('key', 'text')
  }

  it.each([
    ['InvalidAccessKeyId', 403, { accessKeyId: 'AKIANOBODY' }],
    ['SignatureDoesNotMatch', 403, { secretAccessKey: 'wrong' }],
    ['InvalidToken', 400, { accessKeyId: 'ASIANOBODY', sessionToken: 'x' }],
  ])('answers %s with %i', async (name, status, change) => {
    await expect(bucketCall(() => change)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    })
  })

  it('accepts a presigned URL until it expires, and only for what it was signed for', async () => {
    let nowMs = Date.UTC(2026, 11, 1)
    const trust = createTrust({ nowMs: () => nowMs })
    const { url } = await startS3(trust)
    const { port } = new URL(url)
    const presigned = (method: string, expires = '60') =>
      presign(trust, Number(port), {
        method,
        path: '/meridian-assets/up.txt',
        time: '20261201T000000Z',
        expires,
      })
    const put = await send(Number(port), { method: 'PUT', path: presigned('PUT'), body: 'sent' })
    expect(put.status).toBe(200)
    expect(await send(Number(port), { method: 'GET', path: presigned('GET') })).toMatchObject({
      text: 'sent',
    })
    const refused = async (method: string, path: string) => (await send(Number(port), { method, path })).text
    expect(await refused('DELETE', presigned('GET'))).toContain('<Code>SignatureDoesNotMatch<')
    expect(await refused('GET', presigned('GET').replace('up.txt', 'other'))).toContain(
      'SignatureDoesNotMatch',
    )
    expect(await refused('GET', presigned('GET', '604801'))).toContain('must be less than a week')
    expect(await refused('GET', presigned('GET', '-1'))).toContain('X-Amz-Expires must be non-negative')
    nowMs += 61_000
    expect(await refused('GET', presigned('GET'))).toContain('<Message>Request has expired<')
    nowMs -= 20 * MINUTE_MS
    expect(await refused('GET', presigned('GET'))).toContain('Request is not valid yet')
  })

  it('refuses Signature Version 2, in the query and in the header', async () => {
    const { url } = await startS3(createTrust())
    const port = Number(new URL(url).port)
    const query = '/meridian-assets/a?AWSAccessKeyId=AKIA&Expires=4102444800&Signature=x'
    const asked = [
      await send(port, { method: 'GET', path: query }),
      await send(port, {
        method: 'GET',
        path: '/meridian-assets/a',
        headers: { authorization: 'AWS AKIA:x' },
      }),
    ]
    for (const { status, text } of asked) {
      expect(status).toBe(400)
      expect(text).toContain(
        '<Code>InvalidRequest</Code><Message>The authorization mechanism you have provided is not',
      )
    }
  })

  it('refuses content that does not match the signed hash', async () => {
    const trust = createTrust({ nowMs: () => Date.UTC(2026, 11, 1) })
    const { url } = await startS3(trust)
    const port = Number(new URL(url).port)
    const signed = sign(trust, port, {
      method: 'PUT',
      path: '/meridian-assets/a',
      body: 'signed',
      service: 's3',
      time: '20261201T000000Z',
    })
    expect((await send(port, { ...signed, body: 'others' })).text).toContain(
      '<Code>XAmzContentSHA256Mismatch<',
    )
    expect(
      (await send(port, { ...signed, headers: { ...signed.headers, 'x-amz-meta-a': '1' } })).text,
    ).toContain('There were headers present in the request which were not signed')
    expect((await send(port, signed)).status).toBe(200)
  })
})

describe('an open world', () => {
  it('accepts any credentials and checks no signature', async () => {
    const { url } = await startVerifying(createTrust({ isOpen: true }))
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' }
    for (const protocol of PROTOCOLS)
      await expect(call(protocol, url, { credentials })).resolves.toBeDefined()
  })
})
