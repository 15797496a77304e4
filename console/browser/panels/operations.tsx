import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { useState } from 'preact/hooks'
import { KINDS, type Kind, type PlanAnswer, type PlanView } from '../../shared/operations.ts'
import { change } from '../change.ts'
import { Choice, Problem } from '../parts/fields.tsx'
import { Panel } from '../parts/panel.tsx'
import { useAction } from '../parts/use-action.ts'
import { currentWriter } from '../parts/writer.ts'
import { look, useBeat } from '../store.ts'
import { Journal } from './operations/journal.tsx'
import { PlanPanel } from './operations/plan.tsx'
import { Runbook } from './operations/runbook.tsx'

const HOME: RegionId = 'us-east-1'

const LABELS: Readonly<Record<Kind, string>> = {
  switchover: 'Switchover: planned, no row is lost',
  failover: 'Failover: the writer’s region is lost',
  failback: 'Failback: home to N. Virginia',
}

/** Moves the writer to another region, step by step: choose, read the plan, confirm, watch. */
export function Operations() {
  useBeat()
  const [kind, setKind] = useState<Kind>('switchover')
  const [chosen, setChosen] = useState<RegionId>()
  const [plan, setPlan] = useState<PlanAnswer>()
  const action = useAction()
  const to = kind === 'failback' ? HOME : (chosen ?? suggestedTarget())
  const choose = (set: () => void) => {
    set()
    setPlan(undefined)
  }

  return (
    <div class="grid">
      <Panel
        title="1. Choose"
        class="third"
        note="Which region is to take the writes, and how. Nothing is changed before you confirm."
        of={[look('database')]}
      >
        <Choice
          label="Operation"
          value={kind}
          options={KINDS.map((each) => ({ value: each, label: LABELS[each] }))}
          onChange={(value) => choose(() => setKind(value as Kind))}
        />
        <Choice
          label="New writer"
          value={to}
          options={(kind === 'failback' ? [HOME] : REGION_IDS).map((region) => ({
            value: region,
            label: `${REGIONS[region].label} (${region})`,
          }))}
          onChange={(value) => choose(() => setChosen(value as RegionId))}
        />
        <button type="button" disabled={action.isRunning} onClick={() => makePlan()}>
          {action.isRunning && !plan ? 'Asking AWS …' : 'Show the plan'}
        </button>
        <Problem of={action} />
      </Panel>
      {plan && 'nothingToDo' in plan && (
        <Panel title="2. The plan" class="two-thirds" of={[]}>
          <p role="status">{plan.nothingToDo}</p>
        </Panel>
      )}
      {plan && !('nothingToDo' in plan) && (
        <PlanPanel plan={plan} onAgain={makePlan} onConfirm={(confirm) => start(plan, confirm)} />
      )}
      {!plan && <Runbook kind={kind} class="two-thirds" />}
      <Journal />
      {plan && <Runbook kind={kind} class="half" />}
    </div>
  )

  function makePlan() {
    action.run(async () => setPlan(await change<PlanAnswer>('/api/operations/plan', { body: { kind, to } })))
  }

  async function start(agreed: PlanView, confirm: string) {
    await change('/api/operations', { body: { kind: agreed.kind, to: agreed.to, confirm } })
    setPlan(undefined)
  }
}

/** A region that does not write. */
function suggestedTarget(): RegionId {
  const writer = currentWriter()
  const region = writer.kind === 'writes' || writer.kind === 'unreachable' ? writer.region : HOME
  return region === 'us-west-2' ? HOME : 'us-west-2'
}
