import { expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { DISTRIBUTION_ID, exampleGraph } from '../cloudfront/example-program.ts'
import { startTestWorld } from '../cloudfront/stand-ins.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { OPEN } from '../support/test-trust.ts'

async function startCdn() {
  const world = await startTestWorld(exampleGraph())
  const endpoint = await startControlEndpoint([world.cdn.control!], createJournal(createManualClock()), OPEN)
  onTestFinished(async () => {
    await endpoint[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  })
  return awsCli(`http://127.0.0.1:${endpoint.port}`)
}

describeWithAwsCli('(49) the stock AWS CLI', () => {
  it('reads a distribution’s configuration with its ETag', async () => {
    const aws = await startCdn()
    const { DistributionConfig, ETag } = await aws(
      `cloudfront get-distribution-config --id ${DISTRIBUTION_ID}`,
    )
    expect(ETag).toBe('ETEST')
    expect(DistributionConfig.OriginGroups.Items[0].Members.Items).toEqual([
      { OriginId: 'nearest' },
      { OriginId: 'next' },
    ])
    await expect(aws('cloudfront get-distribution-config --id ENOPE')).rejects.toThrow(
      /\(NoSuchDistribution\) when calling the GetDistributionConfig operation/,
    )
  })

  it('invalidates paths and reads the status of the invalidation', async () => {
    const aws = await startCdn()
    const created = await aws(
      `cloudfront create-invalidation --distribution-id ${DISTRIBUTION_ID} --paths /assets/* /index.html`,
    )
    const { Id } = created.Invalidation
    const { Invalidation } = await aws(
      `cloudfront get-invalidation --distribution-id ${DISTRIBUTION_ID} --id ${Id}`,
    )
    expect(Invalidation).toEqual(created.Invalidation)
    expect(Invalidation).toMatchObject({
      Status: 'Completed',
      InvalidationBatch: { Paths: { Quantity: 2, Items: ['/assets/*', '/index.html'] } },
    })
    await expect(
      aws(`cloudfront get-invalidation --distribution-id ${DISTRIBUTION_ID} --id INOPE`),
    ).rejects.toThrow(/\(NoSuchInvalidation\) when calling the GetInvalidation operation/)
  })
})
