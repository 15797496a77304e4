import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetInvalidationCommand,
  ListDistributionsCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront'
import { expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { DISTRIBUTION_ID, DOMAIN_NAME, exampleGraph } from './example-program.ts'
import { ask } from './http-client.ts'
import { startTestWorld } from './stand-ins.ts'

async function startClient() {
  const world = await startTestWorld(exampleGraph())
  const endpoint = await startControlEndpoint([world.cdn.control!], createJournal(createManualClock()), OPEN)
  const client = new CloudFrontClient({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await endpoint[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  })
  return { world, client }
}

it('distributions are listed and described, with their ETag in the header', async () => {
  const { client } = await startClient()
  const list = await client.send(new ListDistributionsCommand({}))
  expect(list.DistributionList?.Items).toMatchObject([{ Id: DISTRIBUTION_ID, DomainName: DOMAIN_NAME }])
  const config = await client.send(new GetDistributionConfigCommand({ Id: DISTRIBUTION_ID }))
  expect(config.ETag).toBe('ETEST')
  expect(config.DistributionConfig?.OriginGroups?.Items?.[0]?.Members?.Items).toEqual([
    { OriginId: 'nearest' },
    { OriginId: 'next' },
  ])
  const unknown = client.send(new GetDistributionCommand({ Id: 'ENOPE' }))
  await expect(unknown).rejects.toMatchObject({ name: 'NoSuchDistribution' })
})

it('an invalidation empties the edges before its response is sent', async () => {
  const { world, client } = await startClient()
  const { port } = world.cdn.edges[0]!
  await ask(port, { path: '/assets/a.js' })
  const Paths = { Quantity: 1, Items: ['/assets/*'] }
  const { Invalidation } = await client.send(
    new CreateInvalidationCommand({
      DistributionId: DISTRIBUTION_ID,
      InvalidationBatch: { CallerReference: 'test', Paths },
    }),
  )
  expect(Invalidation?.Status).toBe('Completed')
  expect((await ask(port, { path: '/assets/a.js' })).headers['x-cache']).toBe('Miss from cloudfront')
})

it('an invalidation can be read by its distribution and id', async () => {
  const { client } = await startClient()
  const DistributionId = DISTRIBUTION_ID
  const InvalidationBatch = { CallerReference: 'release-7', Paths: { Quantity: 2, Items: ['/a', '/b/*'] } }
  const created = await client.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch }))
  const Id = created.Invalidation?.Id
  const { Invalidation } = await client.send(new GetInvalidationCommand({ DistributionId, Id }))
  expect(Invalidation).toEqual(created.Invalidation)
  expect(Invalidation).toMatchObject({ Id, Status: 'Completed', InvalidationBatch })
  const unknown = client.send(new GetInvalidationCommand({ DistributionId, Id: 'INOPE' }))
  await expect(unknown).rejects.toMatchObject({
    name: 'NoSuchInvalidation',
    $metadata: { httpStatusCode: 404 },
  })
  const elsewhere = client.send(new GetInvalidationCommand({ DistributionId: 'ENOPE', Id }))
  await expect(elsewhere).rejects.toMatchObject({ name: 'NoSuchDistribution' })
})

it('(39) an update needs the current ETag, and returns a new one', async () => {
  const { client } = await startClient()
  const Id = DISTRIBUTION_ID
  const read = () => client.send(new GetDistributionConfigCommand({ Id }))
  const { DistributionConfig, ETag } = await read()
  const config = { ...DistributionConfig!, Comment: 'rehearsed' }
  const update = (IfMatch: string | undefined, changes = {}) =>
    client.send(new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig: { ...config, ...changes } }))
  await expect(update(undefined)).rejects.toMatchObject({ name: 'InvalidIfMatchVersion' })
  await expect(update('ESTALE')).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  })
  await expect(update(ETag, { Enabled: false })).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'This world does not change Enabled; change the program.',
  })
  const updated = await update(ETag)
  expect(updated.ETag).not.toBe(ETag)
  expect(await read()).toMatchObject({ ETag: updated.ETag, DistributionConfig: { Comment: 'rehearsed' } })
  await expect(update(ETag)).rejects.toMatchObject({ name: 'PreconditionFailed' })
})
