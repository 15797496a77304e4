import { inRegion, otherRegions } from '@meridian/topology'
import type { FailureKind } from '../../kernel/failure.ts'
import type { WorldParts } from '../world-parts.ts'

/** The region keeps running: its own cities still reach it, the other regions do not. */
export const isolateRegion: FailureKind<WorldParts> = {
  kind: 'isolate-region',
  summary: 'cuts every link between a region and the other regions',
  prepare(fields, { links }) {
    const region = fields.region()
    return {
      subject: { region },
      inject: () => links.cut(inRegion(region), otherRegions(region).map(inRegion)),
    }
  },
}
