import type { Journal } from '../../../kernel/journal.ts'
import type { Alarm } from '../model/alarm-board.ts'
import type { AlarmState } from '../model/alarm-state.ts'
import type { TopicPlan } from '../plan/plan.ts'

const ACTIONS = { ALARM: 'alarm', OK: 'ok', INSUFFICIENT_DATA: 'insufficientData' } as const satisfies Record<
  AlarmState,
  keyof Alarm['definition']['actions']
>

/** Records in the journal which subscribers SNS notifies; the module `sns` receives the same change and delivers it. */
export function createNotifier(
  topics: readonly TopicPlan[],
  journal: Pick<Journal, 'record'>,
): (alarm: Alarm) => void {
  return ({ definition, state }) => {
    const { actions, description, name, region } = definition
    if (!actions.areEnabled) return
    for (const arn of actions[ACTIONS[state]]) {
      const topic = topics.find((known) => known.arn === arn)
      // Without subscribers, only ALARM is worth recording.
      if (topic?.subscribers.length === 0 && state !== 'ALARM') continue
      journal.record({
        module: 'sns',
        event: topic ? `told ${heard(topic)} that ${name} is ${state}` : `has no such topic`,
        subject: topic?.name ?? arn,
        region,
        detail: { alarm: name, state, description, subscribers: topic?.subscribers ?? [] },
      })
    }
  }
}

function heard({ subscribers }: TopicPlan): string {
  return subscribers.length === 0
    ? 'nobody'
    : subscribers.map((subscriber) => subscriber.split(' ')[0]).join(', ')
}
