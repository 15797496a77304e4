import type { RegionId } from '@meridian/topology'
import { type Page, pageOf } from '../../../kernel/page.ts'
import { parseFilterExpression, type TraceTest } from '../model/filter-expression.ts'
import type { XRayPlan } from '../model/xray-plan.ts'
import { invalidRequest } from './aws-errors.ts'

const MS_PER_SECOND = 1_000
const MOST_SECONDS = { summaries: 24 * 3_600, graph: 6 * 3_600 }

export interface Times {
  readonly StartTime: Date | undefined
  readonly EndTime: Date | undefined
}

/** A request's times in epoch seconds; refuses the wrong order, and a range longer than X-Ray accepts. */
export function secondsOf(
  { EndTime, StartTime }: Times,
  purpose: keyof typeof MOST_SECONDS,
): readonly [start: number, end: number] {
  const start = (StartTime?.getTime() ?? 0) / MS_PER_SECOND
  const end = (EndTime?.getTime() ?? 0) / MS_PER_SECOND
  if (start > end) throw invalidRequest('StartTime cannot be after EndTime')
  if (end - start > MOST_SECONDS[purpose])
    throw invalidRequest(`Time range cannot be longer than ${MOST_SECONDS[purpose] / 3_600} hours`)
  return [start, end]
}

export function testOf(expression: string | undefined): TraceTest {
  try {
    return parseFilterExpression(expression ?? '')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw invalidRequest(`Invalid filter expression: ${error.message}`)
  }
}

export interface NamedGroup {
  readonly GroupName?: string | undefined
  readonly GroupARN?: string | undefined
}

/** The filter of a group; without a group, or for the group Default, all traces. */
export function groupTest(
  { groups }: XRayPlan,
  { GroupARN, GroupName }: NamedGroup,
  region: RegionId,
): TraceTest {
  if (GroupName === undefined && GroupARN === undefined) return () => true
  if (GroupName === 'Default') return () => true
  const group = groups.find(
    (known) => known.region === region && (known.name === GroupName || known.arn === GroupARN),
  )
  if (!group) throw invalidRequest(`Group ${GroupName ?? GroupARN} not found`)
  return testOf(group.filterExpression)
}

/** One page of a list. */
export function pageIn<Item>(all: readonly Item[], size: number, token: string | undefined): Page<Item> {
  return pageOf(all, { size, token }, () => invalidRequest('Invalid next token'))
}
