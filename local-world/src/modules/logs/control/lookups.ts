import type { RegionId } from '@meridian/topology'
import { type Page, pageOf } from '../../../kernel/page.ts'
import type { EventTest } from '../model/event-test.ts'
import { parseFilterPattern } from '../model/filter-pattern.ts'
import type { LogGroup } from '../model/log-group.ts'
import type { LogStore } from '../model/log-store.ts'
import { groupNotFound, invalidParameter } from './aws-errors.ts'

export interface NamedGroup {
  readonly logGroupName?: string | undefined
  /** Name or ARN. */
  readonly logGroupIdentifier?: string | undefined
}

/** The group that a request gives by name or by identifier. */
export function groupOf(store: LogStore, region: RegionId, named: NamedGroup): LogGroup {
  const { logGroupIdentifier, logGroupName } = named
  if (logGroupName !== undefined && logGroupIdentifier !== undefined)
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.')
  const identifier = logGroupName ?? logGroupIdentifier
  if (identifier === undefined)
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.')
  const group = store.find(region, identifier)
  if (!group) throw groupNotFound()
  return group
}

export function testOf(pattern: string | undefined): EventTest {
  try {
    return parseFilterPattern(pattern ?? '')
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw invalidParameter(error.message)
  }
}

/** One page of a list. */
export function pageIn<Item>(all: readonly Item[], size: number, token: string | undefined): Page<Item> {
  return pageOf(all, { size, token }, () => invalidParameter('The specified nextToken is invalid.'))
}
