import type { FailureKind } from '../../kernel/failure.ts'
import type { WorldParts } from '../world-parts.ts'

/** Operations fail with 503; running resources keep running. */
export const breakControlPlane: FailureKind<WorldParts> = {
  kind: 'break-control-plane',
  summary: "lets a service's API answer 503, in one region or in all",
  prepare(fields, { outages }) {
    const service = fields.oneOf('service', outages.services)
    const region = fields.optionalRegion()
    return {
      subject: { service, ...(region && { region }) },
      inject: () => outages.breakService(service, region),
    }
  },
}
