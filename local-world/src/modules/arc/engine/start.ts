import type { World } from '../../../kernel/module.ts'
import { createArcControl } from '../control/service.ts'
import { Switchboard, type Turn } from '../model/switchboard.ts'
import type { ArcPlan } from '../plan/plan.ts'
import type { RunningArc } from '../running.ts'

/** Starts with every control off, as on AWS. */
export function startArc(
  { controls, rules }: ArcPlan,
  { clock, journal, settings }: Pick<World, 'clock' | 'journal' | 'settings'>,
): RunningArc {
  const inThisWorld = rules.map((rule) => ({ ...rule, waitPeriodMs: rule.waitPeriodMs * settings.timeScale }))
  const switchboard = new Switchboard(controls, inThisWorld)
  const listeners = new Set<() => void>()
  return {
    isOn: (arn) => switchboard.isOn(arn),
    onTurned(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    addresses: () => [],
    control: createArcControl({ switchboard, clock, turned }),
    async [Symbol.asyncDispose]() {},
  }

  function turned(changes: readonly Turn[]): void {
    for (const { arn, isOn } of changes) {
      const event = isOn ? 'routing control turned on' : 'routing control turned off'
      const subject = switchboard.control(arn)?.name ?? arn
      journal.record({ module: 'arc', event, subject, detail: { arn } })
    }
    for (const listener of listeners) listener()
  }
}
