// Role changes, as the page requests and displays them.
import { REGIONS, type RegionId } from '@meridian/topology'

export const KINDS = ['switchover', 'failover', 'failback'] as const
export type Kind = (typeof KINDS)[number]

/** What the runbook has a step for. */
export const RUNBOOK_KINDS = [...KINDS, 'release', 'restore'] as const
export type RunbookKind = (typeof RUNBOOK_KINDS)[number]

export interface PlanRequest {
  readonly kind: Kind
  readonly to: RegionId
}

interface CheckView {
  readonly name: string
  readonly verdict: string
  readonly detail: string
  readonly isRequired: boolean
  readonly wayOut?: string
}

export interface PlanView {
  readonly kind: Kind
  readonly from: RegionId
  readonly to: RegionId
  /** The word to type as confirmation. */
  readonly clusterId: string
  readonly allowsDataLoss: boolean
  readonly lagMs: number | undefined
  readonly checks: readonly CheckView[]
  /** Whether a required check forbids it. */
  readonly isRefused: boolean
  /** As typed in a terminal. */
  readonly calls: readonly string[]
}

export type PlanAnswer = PlanView | { readonly nothingToDo: string }

/** One operation in the list of those on record. */
export interface OperationLine {
  readonly id: string
  readonly kind: string
  readonly from: RegionId
  readonly to: RegionId
  readonly state: string
  readonly startedAt: string
  /** Its tool and run, once its report is stored. */
  readonly report?: string
}

/** `failover from N. Virginia to Oregon`. */
export const titleOf = ({ kind, from, to }: Pick<OperationLine, 'kind' | 'from' | 'to'>): string =>
  `${kind} from ${REGIONS[from].label} to ${REGIONS[to].label}`

/** The newest operation of this target, whether the console or a command started it. */
export interface OperationView extends OperationLine {
  readonly isEnded: boolean
  readonly entries: readonly { readonly at: string; readonly state: string; readonly detail?: string }[]
  /** The latest observation, while this console carries it out. */
  readonly lastSeen: string | undefined
  readonly isOurs: boolean
  /** Why it stopped. */
  readonly problem: string | undefined
}
