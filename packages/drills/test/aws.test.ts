import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createAwsClients } from '../src/aws/clients.ts'
import { explainAwsError, withAwsErrorsExplained } from '../src/aws/explain.ts'
import { verifyDeployment } from '../src/deployment/verify-deployment.ts'
import { listen } from './connect-proxy.ts'
import { sampleWorld } from './sample-target.ts'

describe('an AWS call that does not arrive', () => {
  it('says that the world may have stopped', async () => {
    const target = sampleWorld({ endpoint: 'http://127.0.0.1:9' })
    await expect(verifyDeployment(target, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'MERIDIAN_AWS_UNREACHABLE',
      message: expect.stringMatching(/http:\/\/127\.0\.0\.1:9 does not answer .*npm start/),
    })
  })

  it('says how to get credentials', async () => {
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

  it('says how to set a region', () => {
    expect(explainAwsError(new Error('Region is missing'), { name: 'aws' })).toMatchObject({
      message: expect.stringContaining('export AWS_REGION'),
    })
  })

  it('leaves an answer of AWS as it is', () => {
    const denied = Object.assign(new Error('User is not authorized'), { name: 'AccessDeniedException' })
    expect(explainAwsError(denied, { name: 'aws' })).toBe(denied)
  })
})

describe('verifyDeployment', () => {
  it('names what failed and goes on with the other parts', async () => {
    const server = createServer((_request, response) =>
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not allowed' })),
    )
    const target = sampleWorld({ endpoint: await listen(server) })
    const report = await verifyDeployment(target, { timeoutMs: 100 })
    expect(report.verdict).toBe('failed')
    const names = report.checks.map((check) => check.name)
    expect(names).toContain('databases can be described')
    expect(names).toContain('services can be described')
    expect(names).toContain('the edge serves a page')
  })
})
