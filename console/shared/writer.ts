import type { RegionId } from '@meridian/topology'
import type { DatabaseView } from './views.ts'

/** The writer, as far as it is known. An old answer is never shown as current. */
export type WriterNow =
  | { readonly kind: 'writes'; readonly region: RegionId }
  /** Named as the writer, but its region does not answer. */
  | { readonly kind: 'unreachable'; readonly region: RegionId }
  | { readonly kind: 'changing'; readonly from: RegionId | undefined; readonly to: RegionId | undefined }
  | { readonly kind: 'unknown'; readonly last: RegionId | undefined; readonly reason: string }

export interface WriterEvidence {
  readonly database: DatabaseView | undefined
  readonly isStale: boolean
  /** Whether that region's control plane does not answer. */
  readonly isSilent: (region: RegionId) => boolean
}

export function writerNow({ database, isStale, isSilent }: WriterEvidence): WriterNow {
  const region = database?.members.find(({ isWriter }) => isWriter)?.region
  if (!database) return { kind: 'unknown', last: undefined, reason: 'not read yet' }
  if (isStale) return { kind: 'unknown', last: region, reason: 'the last answer is old' }
  if (database.disagrees) return { kind: 'unknown', last: region, reason: 'regions name different writers' }
  if (database.roleChange) return { kind: 'changing', from: region, to: database.roleChange.to }
  if (!region) return { kind: 'unknown', last: undefined, reason: 'no member is the writer' }
  return { kind: isSilent(region) ? 'unreachable' : 'writes', region }
}
