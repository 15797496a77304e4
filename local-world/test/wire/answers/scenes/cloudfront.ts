import { createManualClock } from '../../../../src/kernel/clock.ts'
import { createCloudFrontControl } from '../../../../src/modules/cloudfront/control/service.ts'
import { planCloudFront } from '../../../../src/modules/cloudfront/plan/plan.ts'
import { DISTRIBUTION_ID, exampleDistribution, exampleGraph } from '../../../cloudfront/example-program.ts'
import type { Scene } from '../scene.ts'

export async function cloudfront(): Promise<Scene> {
  const service = createCloudFrontControl({
    plan: planCloudFront(exampleGraph({}, { ...exampleDistribution(), urn: 'other', id: 'E0OTHER' })),
    clock: createManualClock(),
    invalidate: () => 0,
  })
  return {
    service,
    async play(call) {
      await call('ListDistributions')
      await call('ListDistributions', { MaxItems: 1 })
      await call('GetDistribution', { Id: DISTRIBUTION_ID })
      const { DistributionConfig, ETag } = await call('GetDistributionConfig', { Id: DISTRIBUTION_ID })
      await call('UpdateDistribution', {
        Id: DISTRIBUTION_ID,
        IfMatch: ETag,
        DistributionConfig: { ...DistributionConfig, Comment: 'changed' },
      })
      const { Invalidation } = await call('CreateInvalidation', {
        DistributionId: DISTRIBUTION_ID,
        InvalidationBatch: { CallerReference: 'one', Paths: { Quantity: 1, Items: ['/*'] } },
      })
      await call('GetInvalidation', { DistributionId: DISTRIBUTION_ID, Id: Invalidation.Id })
    },
  }
}
