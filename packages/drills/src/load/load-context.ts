import type { EntryPoint } from '@meridian/operator-tools'
import type { CityId } from '@meridian/topology'
import type { Recorder } from '../history/recorder.ts'
import type { ClientPlan } from './load-plan.ts'
import type { RetryBudget } from './retry-budget.ts'
import { createVisitor, type Visitor } from './visitor.ts'
import type { Ways } from './ways.ts'

/** How many of the newest leads readers pick from. */
const NEWEST_LEADS = 200

/** What all clients of a load share. */
export interface LoadContext {
  readonly recorder: Recorder
  readonly ways: Ways
  readonly campaignSlug: string
  /** Makes keys unique across runs. */
  readonly runId: string
  /** How long a visitor keeps trying to store a write. */
  readonly patienceMs: number
  /** Shared by all clients of an entry point: a lost region must not use up the retries of the others. */
  retryBudget(via: EntryPoint): RetryBudget
  /** Aborted when retries at that entry point must stop. */
  givenUp(via: EntryPoint): AbortSignal
  /** Stored leads, newest last. */
  readonly newest: readonly string[]
  nextVisitor(city: CityId, what: string): Visitor
  remember(id: string): void
}

export function createLoadContext(
  shared: Pick<
    LoadContext,
    'recorder' | 'ways' | 'campaignSlug' | 'runId' | 'patienceMs' | 'retryBudget' | 'givenUp'
  >,
): LoadContext {
  const newest: string[] = []
  let visitors = 0
  return {
    ...shared,
    newest,
    nextVisitor(city, what) {
      visitors += 1
      return createVisitor(city, `${what} ${visitors}`, visitors)
    },
    remember(id) {
      newest.push(id)
      if (newest.length > NEWEST_LEADS) newest.shift()
    },
  }
}

export const processName = ({ city, role, via }: ClientPlan) => `${city} ${role} via ${via}`
