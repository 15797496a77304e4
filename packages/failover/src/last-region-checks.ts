import { checkThat, failed, passed } from '@meridian/operator-tools'
import type { RegionId } from '@meridian/topology'
import type { PreflightCheck } from './preflight.ts'

/** What a region's services report about the writer and its support. */
export interface SupportSeen {
  readonly epoch: number
  readonly writer: RegionId | undefined
  readonly isSupported: boolean | undefined
  /** The region that an operator has declared the last one. */
  readonly lastRegion: string | undefined
  readonly renewals: readonly { readonly region: string; readonly renewedMsAgo: number | null }[]
}

/** Input of the checks; an error stands for a region that did not answer. */
export interface LastRegionView {
  readonly region: RegionId
  readonly clusterId: string
  readonly isWriter: boolean
  readonly roleChange: string | undefined
  readonly own: SupportSeen | Error
  readonly others: readonly { readonly region: RegionId; readonly seen: SupportSeen | Error }[]
}

/** Checks whether a region may be declared the last one. All checks are required: an error could lead to two writers. */
export function judgeLastRegion(view: LastRegionView): readonly PreflightCheck[] {
  const { region, clusterId, isWriter, roleChange, own, others } = view
  const writer = own instanceof Error ? undefined : own.writer
  const isSupported = own instanceof Error ? undefined : own.isSupported
  const answer = own instanceof Error ? own.message : `${writer ?? 'nobody'} writes`
  return [
    checkThat(isWriter, `AWS names ${clusterId} as the writer`, isWriter ? 'writer' : 'it is not'),
    checkThat(roleChange === undefined, 'no role change is under way', roleChange ?? 'none'),
    checkThat(writer === region, `the services of ${region} answer and reach its writer`, answer),
    checkThat(
      isSupported === false,
      'no majority of the regions supports the writer',
      isSupported === undefined ? 'nobody says' : isSupported ? 'one does: writes go on' : 'none',
    ),
    ...others.map(({ region: other, seen }) => {
      const name = `${other} does not answer`
      if (seen instanceof Error) return passed(name, seen.message || seen.name)
      return failed(name, `it does, and says that ${seen.writer ?? 'nobody'} writes in epoch ${seen.epoch}`)
    }),
  ].map((check) => ({ ...check, isRequired: true }))
}
