import { type Place, placeName } from '@meridian/topology'
import { FailureRefusedError } from '../kernel/errors.ts'
import type { FailureFields } from '../kernel/failure-fields.ts'

/** Both ends of a link. */
export interface Ends {
  readonly from: Place
  readonly to: Place
}

/** The two ends of the link that a request names; a link from a place to itself is refused. */
export function endsIn(fields: FailureFields): Ends {
  const [from, to] = [fields.place('from'), fields.place('to')]
  if (placeName(from) !== placeName(to)) return { from, to }
  throw new FailureRefusedError(`A link leads from one place to another; both ends are ${placeName(from)}`)
}

/** The name used in requests. */
export const idOf = (place: Place): string => (place.kind === 'region' ? place.region : place.city)
