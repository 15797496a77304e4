import type { FaultKind } from '../failure.ts'

/** Operations fail with 503; what runs goes on running. */
export const breakControlPlane: FaultKind = {
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
