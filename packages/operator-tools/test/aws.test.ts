import { createServer } from 'node:http'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createAwsClients } from '../src/aws/clients.ts'
import { explainAwsError, withAwsErrorsExplained } from '../src/aws/explain.ts'
import { checkDatabases } from '../src/deployment/databases.ts'
import { checkServices } from '../src/deployment/services.ts'
import { type VerifyOptions, verifyDeployment } from '../src/deployment/verify-deployment.ts'
import { listen, startConnectProxy } from './connect-proxy.ts'
import { sampleWorld } from './sample-target.ts'

describe('an AWS call that does not arrive', () => {
  it('reports that the world may have stopped', async () => {
    const target = sampleWorld({ endpoint: 'http://127.0.0.1:9' })
    await expect(verifyDeployment(target, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'MERIDIAN_AWS_UNREACHABLE',
      message: expect.stringMatching(/http:\/\/127\.0\.0\.1:9 does not answer .*npm start/),
    })
  })

  it.each([
    ['local', /control endpoint http:\/\/127\.0\.0\.1:\d+ was asked and did not answer in time .*npm start/],
    ['aws', /did not answer in time .*The region's control plane may be gone/],
  ] as const)('reports on %s that there was no response in time', async (name, message) => {
    const target = sampleWorld({ name, endpoint: await listen(createServer(() => {})) })
    using aws = createAwsClients(target, { answerMs: 100, callMs: 150 })
    const { ListClustersCommand } = await import('@aws-sdk/client-ecs')
    const call = async () => (await aws.ecs('us-east-1')).send(new ListClustersCommand())
    await expect(withAwsErrorsExplained(target, call)).rejects.toMatchObject({
      code: 'MERIDIAN_AWS_UNREACHABLE',
      message: expect.stringMatching(message),
    })
  })

  it('explains how to get credentials', async () => {
    const environment = {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    }
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
      vi.stubEnv(name, undefined)
    onTestFinished(() => void vi.unstubAllEnvs())
    using aws = createAwsClients({})
    const { ListClustersCommand } = await import('@aws-sdk/client-ecs')
    const call = async () => (await aws.ecs('us-east-1')).send(new ListClustersCommand())
    await expect(withAwsErrorsExplained({ name: 'aws' }, call)).rejects.toThrow(/aws sso login/)
  })

  it('explains how to set a region', () => {
    expect(explainAwsError(new Error('Region is missing'), { name: 'aws' })).toMatchObject({
      message: expect.stringContaining('export AWS_REGION'),
    })
  })

  it('leaves an AWS error unchanged', () => {
    const denied = Object.assign(new Error('User is not authorized'), { name: 'AccessDeniedException' })
    expect(explainAwsError(denied, { name: 'aws' })).toBe(denied)
  })
})

describe('verifyDeployment', () => {
  it('names what failed and continues with the other parts', async () => {
    const server = createServer((_request, response) =>
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not allowed' })),
    )
    const target = sampleWorld({ endpoint: await listen(server) })
    const report = await verifyDeployment(target, { timeoutMs: 100 })
    expect(report.verdict).toBe('failed')
    const names = report.checks.map((check) => check.name)
    expect(names).toContain('the global database can be described')
    expect(names).toContain('databases of us-west-2 can be described')
    expect(names).toContain('services of us-west-2 can be described')
    expect(names).toContain('the edge serves a page')
  })

  it('fails the checks of a region that never answers without delaying other regions', async () => {
    const server = createServer((request, response) => {
      if (request.headers.authorization?.includes('/us-east-1/')) return
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not allowed' }))
    })
    const target = sampleWorld({ endpoint: await listen(server) })
    using aws = createAwsClients(target, { answerMs: 100, callMs: 300 })
    const checks = [...(await checkServices(target, aws)), ...(await checkDatabases(target, aws))]
    const detailOf = (name: string) => checks.find((check) => check.name === name)?.detail
    expect(detailOf('services of us-east-1 can be described')).toMatch(/TimeoutError|no complete answer/)
    expect(detailOf('databases of us-east-1 can be described')).toMatch(/TimeoutError|no complete answer/)
    expect(detailOf('services of us-west-2 can be described')).toContain('not allowed')
    expect(detailOf('databases of us-west-2 can be described')).not.toMatch(/TimeoutError|no complete answer/)
  })

  const REGION_PATHS = REGION_IDS.map((region) => `${region} serves a page`)

  it('goes through the edge on AWS, reads no key for it, and names what stands in for each region', async () => {
    const { report, keysRead } = await verifyOnAws({})
    const names = report.checks.map((check) => check.name)
    expect(names).toContain('the edge serves a page to Seoul')
    expect(names.filter((name) => REGION_PATHS.includes(name))).toEqual([])
    expect(report.notes.join(' ')).toMatch(/No region was asked past the edge: .* --through regions/)
    expect(keysRead).toBe(0)
  })

  it('sends the origin key to each region when that is chosen', async () => {
    const { report, keysRead } = await verifyOnAws({ through: 'regions' })
    expect(report.checks.map((check) => check.name)).toEqual(expect.arrayContaining(REGION_PATHS))
    expect(report.notes).toEqual([])
    expect(keysRead).toBeGreaterThan(0)
  })

  /** An AWS endpoint that denies every call and counts reads of secrets, and a proxy that reaches nothing. */
  async function verifyOnAws(options: Pick<VerifyOptions, 'through'>) {
    let keysRead = 0
    const server = createServer((request, response) => {
      if (request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue') keysRead += 1
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not allowed' }))
    })
    const target = sampleWorld({
      name: 'aws',
      endpoint: await listen(server),
      vantages: [{ city: 'seoul', proxy: await startConnectProxy({}, 0) }],
    })
    return { report: await verifyDeployment(target, { timeoutMs: 5_000, ...options }), keysRead }
  }
})
