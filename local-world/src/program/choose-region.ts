import { isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'

export interface RegionCandidates {
  /** `region` among the resource's inputs. */
  readonly own: unknown
  readonly ofProvider: unknown
  /** `aws:region` in the stack's settings. */
  readonly ofStack: unknown
}

/** The region of a resource, as the AWS provider decides: its own, its provider's, or the stack's. */
export function chooseRegion({ own, ofProvider, ofStack }: RegionCandidates): RegionId {
  const region = own ?? ofProvider ?? ofStack
  if (typeof region === 'string' && isRegionId(region)) return region
  const wanted = `one of ${REGION_IDS.join(', ')}`
  throw new RangeError(
    region === undefined
      ? `it has no region; give it a provider with a region (${wanted}), or set aws:region in the stack's settings`
      : `its region is ${JSON.stringify(region)}; wanted ${wanted}`,
  )
}
