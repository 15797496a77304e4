import type { UpdateRoutingControlStateEntry } from '@aws-sdk/client-route53-recovery-cluster'
import { RuleRefusedError, type Turn } from '../model/switchboard.ts'
import { conflict, controlOrError, invalid, notFound } from './aws-errors.ts'
import type { ArcControl } from './context.ts'

/** What both updates do: apply all entries, or none. */
export function turnControls(
  { switchboard, clock, turned }: ArcControl,
  entries: readonly UpdateRoutingControlStateEntry[],
  overrides: readonly string[],
): void {
  const turns = entries.map(turnOf)
  for (const { arn } of turns) controlOrError(switchboard, arn)
  for (const arn of overrides)
    if (!switchboard.hasRule(arn)) throw notFound(`Safety rule ${arn} was not found.`)
  try {
    const changes = switchboard.turn({ turns, overrides }, clock.now())
    if (changes.length > 0) turned(changes)
  } catch (error) {
    if (error instanceof RuleRefusedError) throw conflict(error.message)
    throw error
  }
}

function turnOf({ RoutingControlArn, RoutingControlState }: UpdateRoutingControlStateEntry): Turn {
  if (RoutingControlState !== 'On' && RoutingControlState !== 'Off')
    throw invalid(`RoutingControlState is "${RoutingControlState ?? ''}", expected one of [On, Off]`)
  return { arn: RoutingControlArn ?? '', isOn: RoutingControlState === 'On' }
}
