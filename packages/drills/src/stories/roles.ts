import { FIRST_PRIMARY, otherRegions, type RegionId } from '@meridian/topology'

/** The writer at the start of a drill. */
export const WRITER: RegionId = FIRST_PRIMARY
/** The first choice when the writer's region is lost, and the region after it. */
export const [NEXT = WRITER, LAST = WRITER]: readonly RegionId[] = otherRegions(WRITER)
