import { ECSClient, ListClustersCommand } from '@aws-sdk/client-ecs'
import {
  DescribeGlobalClustersCommand,
  RDSClient,
  StartDBClusterCommand,
  SwitchoverGlobalClusterCommand,
} from '@aws-sdk/client-rds'
import {
  ChangeResourceRecordSetsCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { AwsError, type WireOperation, type WireService } from '../../src/kernel/wire-service.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'

const rds = (operations: Record<string, WireOperation>): WireService => ({
  scope: 'rds',
  protocol: 'query',
  namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  schemas: () => import('@aws-sdk/client-rds'),
  operations,
})

const route53 = (operations: Record<string, WireOperation>): WireService => ({
  scope: 'route53',
  protocol: 'rest-xml',
  namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  schemas: () => import('@aws-sdk/client-route-53'),
  operations,
})

const secretsManager = (operations: Record<string, WireOperation>): WireService => ({
  scope: 'secretsmanager',
  protocol: 'json',
  namespace: '',
  schemas: () => import('@aws-sdk/client-secrets-manager'),
  operations,
})

async function endpointFor(...services: WireService[]) {
  const endpoint = await startControlEndpoint(services, createJournal(createRealClock()), OPEN)
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  return {
    region: 'us-west-2',
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  }
}

describe('the control endpoint', () => {
  it('answers a Query operation as the SDK parses it, with lists and nested lists', async () => {
    const client = new RDSClient(
      await endpointFor(
        rds({
          DescribeGlobalClusters: (input) => ({
            GlobalClusters: [
              {
                GlobalClusterIdentifier: input.Filters[0].Values.join('+'),
                GlobalClusterMembers: [
                  { DBClusterArn: 'arn:1', IsWriter: true, Readers: ['arn:2', 'arn:3'] },
                ],
              },
            ],
          }),
        }),
      ),
    )
    const { GlobalClusters } = await client.send(
      new DescribeGlobalClustersCommand({ Filters: [{ Name: 'region', Values: ['a', 'b<&'] }] }),
    )
    expect(GlobalClusters?.[0]).toMatchObject({
      GlobalClusterIdentifier: 'a+b<&',
      GlobalClusterMembers: [{ IsWriter: true, Readers: ['arn:2', 'arn:3'] }],
    })
  })

  it('takes the region from the credential scope', async () => {
    const client = new RDSClient(
      await endpointFor(
        rds({
          DescribeGlobalClusters: (_, { region }) => ({
            GlobalClusters: [{ GlobalClusterIdentifier: region }],
          }),
        }),
      ),
    )
    const { GlobalClusters } = await client.send(new DescribeGlobalClustersCommand({}))
    expect(GlobalClusters?.[0]?.GlobalClusterIdentifier).toBe('us-west-2')
  })

  it('returns the code of an AWS error, so that the SDK throws its own class', async () => {
    const client = new RDSClient(
      await endpointFor(
        rds({
          SwitchoverGlobalCluster: () => {
            throw new AwsError('GlobalClusterNotFoundFault', 'GlobalCluster g not found', 404)
          },
        }),
      ),
    )
    const command = new SwitchoverGlobalClusterCommand({
      GlobalClusterIdentifier: 'g',
      TargetDbClusterIdentifier: 'arn',
    })
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'GlobalClusterNotFoundFault',
      message: 'GlobalCluster g not found',
      $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
    })
  })

  it('names a known operation that is not implemented', async () => {
    const client = new RDSClient(await endpointFor(rds({})))
    await expect(client.send(new StartDBClusterCommand({ DBClusterIdentifier: 'c' }))).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'rds:StartDBCluster is not implemented in the local world',
    })
  })

  it('(52) refuses a region that the world does not have, except for a global service', async () => {
    const settings = await endpointFor(rds({ DescribeGlobalClusters: () => ({ GlobalClusters: [] }) }), {
      ...route53({ ListHostedZones: () => ({ HostedZones: [] }) }),
      isGlobal: true,
    })
    const elsewhere = { ...settings, region: 'eu-west-1' }
    const asked = new RDSClient(elsewhere).send(new DescribeGlobalClustersCommand({}))
    await expect(asked).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: expect.stringContaining('"eu-west-1"; this world has us-east-1'),
    })
    expect((await new Route53Client(elsewhere).send(new ListHostedZonesCommand({}))).HostedZones).toEqual([])
  })

  it('answers 413 to a body that is too large', async () => {
    const client = new SecretsManagerClient(await endpointFor(secretsManager({ GetSecretValue: () => ({}) })))
    const asked = client.send(new GetSecretValueCommand({ SecretId: 'x'.repeat(1_100_000) }))
    await expect(asked).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } })
  })

  it('(30) answers 503 for Route 53 while us-east-1 is lost, in whatever region a request is signed', async () => {
    const services = [
      rds({ DescribeGlobalClusters: () => ({ GlobalClusters: [] }) }),
      { ...route53({ ListHostedZones: () => ({ HostedZones: [] }) }), isGlobal: true },
    ]
    const endpoint = await startControlEndpoint(services, createJournal(createRealClock()), OPEN)
    onTestFinished(() => endpoint[Symbol.asyncDispose]())
    const settings = {
      region: 'us-west-2',
      endpoint: `http://127.0.0.1:${endpoint.port}`,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    }
    const restore = endpoint.outages.loseRegion('us-east-1')
    const zones = () => new Route53Client(settings).send(new ListHostedZonesCommand({}))
    await expect(zones()).rejects.toThrow(/hang up|ECONNRESET/)
    expect(
      (await new RDSClient(settings).send(new DescribeGlobalClustersCommand({}))).GlobalClusters,
    ).toEqual([])
    restore()
    expect((await zones()).HostedZones).toEqual([])
  })

  it('names a service that it does not have', async () => {
    const client = new ECSClient(await endpointFor(rds({})))
    await expect(client.send(new ListClustersCommand({}))).rejects.toThrow(
      'The local world has no service "ecs"',
    )
  })

  it('refuses an unsigned request', async () => {
    const { endpoint } = await endpointFor(rds({}))
    const answer = await fetch(endpoint, { method: 'POST', body: 'Action=DescribeGlobalClusters' })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>')
  })

  it('decodes REST-XML bodies, labels and query parameters, with and without a trailing slash', async () => {
    const seen: unknown[] = []
    const settings = await endpointFor(
      route53({
        ChangeResourceRecordSets: (input) => {
          seen.push(input)
          return { ChangeInfo: { Id: '/change/C1', Status: 'PENDING', SubmittedAt: new Date(0) } }
        },
        ListResourceRecordSets: (input) => {
          seen.push(input)
          return { ResourceRecordSets: [], IsTruncated: false, MaxItems: Number(input.MaxItems) }
        },
      }),
    )
    const client = new Route53Client(settings)
    const record = {
      Name: 'a.example.',
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value: '192.0.2.1' }],
    } as const
    const { ChangeInfo } = await client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: 'Z1',
        ChangeBatch: {
          Changes: [
            {
              Action: 'UPSERT',
              ResourceRecordSet: { ...record, ResourceRecords: [...record.ResourceRecords] },
            },
          ],
        },
      }),
    )
    await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: '/hostedzone/Z1', MaxItems: 5 }))
    expect(ChangeInfo?.SubmittedAt).toEqual(new Date(0))
    expect(seen[0]).toMatchObject({
      HostedZoneId: 'Z1',
      ChangeBatch: { Changes: [{ Action: 'UPSERT', ResourceRecordSet: record }] },
    })
    expect(seen[1]).toMatchObject({ HostedZoneId: 'Z1', MaxItems: 5 })
  })

  it('answers a JSON operation with dates as the SDK parses them', async () => {
    const client = new SecretsManagerClient(
      await endpointFor(
        secretsManager({
          GetSecretValue: (input) => ({ Name: input.SecretId, CreatedDate: new Date(5_000) }),
        }),
      ),
    )
    const answer = await client.send(new GetSecretValueCommand({ SecretId: 'db' }))
    expect(answer).toMatchObject({ Name: 'db', CreatedDate: new Date(5_000) })
  })
})
