import { FIRST_PRIMARY, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { useMemo, useState } from 'preact/hooks'
import { KINDS, type Kind, type PlanAnswer } from '../../../shared/operations.ts'
import { change } from '../../change.ts'
import { Choice, Problem } from '../../parts/fields.tsx'
import { losses } from '../../parts/loss.ts'
import { Panel } from '../../parts/panel.tsx'
import { answers } from '../../parts/region-state.ts'
import { useAction } from '../../parts/use-action.ts'
import { currentWriter } from '../../parts/writer.ts'
import { look } from '../../store.ts'
import { Journal } from './journal.tsx'
import { PlanPanel } from './plan.tsx'
import { Runbook } from './runbook.tsx'

const LABELS: Readonly<Record<Kind, string>> = {
  switchover: 'Switchover: planned, no row is lost',
  failover: 'Failover: the writer’s region is lost',
  failback: `Failback: home to ${REGIONS[FIRST_PRIMARY].label}`,
}

/** Moves the writer to another region: choose, read the plan, confirm, watch. */
export function RoleChange() {
  const [kind, setKind] = useState<Kind>('switchover')
  const [chosen, setChosen] = useState<RegionId>()
  const [plan, setPlan] = useState<PlanAnswer>()
  const action = useAction()
  const suggested = useSuggestedTarget()
  const to = kind === 'failback' ? FIRST_PRIMARY : (chosen ?? suggested)
  const choose = (set: () => void) => {
    set()
    setPlan(undefined)
  }
  const makePlan = () =>
    action.run(async () => setPlan(await change<PlanAnswer>('/api/operations/plan', { body: { kind, to } })))

  return (
    <div class="grid">
      <Panel
        title="1. Choose"
        class="third"
        note="Which region is to take the writes, and how. Suggested is the one that is least behind. Nothing is changed before you confirm."
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
          options={(kind === 'failback' ? [FIRST_PRIMARY] : REGION_IDS).map((region) => ({
            value: region,
            label: `${REGIONS[region].label} (${region})`,
          }))}
          onChange={(value) => choose(() => setChosen(value as RegionId))}
        />
        <button type="button" disabled={action.isRunning} onClick={makePlan}>
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
        <PlanPanel
          plan={plan}
          onAgain={makePlan}
          onConfirm={async (confirm) => {
            await change('/api/operations', { body: { kind: plan.kind, to: plan.to, confirm } })
            setPlan(undefined)
          }}
        />
      )}
      {!plan && <Runbook kind={kind} class="two-thirds" />}
      <Journal />
      {plan && <Runbook kind={kind} class="half" />}
    </div>
  )
}

/** The answering region with the least lag; the suggestion stays while lags vary, until another region becomes the writer. */
function useSuggestedTarget(): RegionId {
  const writer = currentWriter()
  const writes = writer.kind === 'writes' || writer.kind === 'unreachable' ? writer.region : undefined
  const others = losses(writes).filter(({ region }) => answers(region))
  const isMeasured = others.some(({ ms }) => ms !== undefined)
  return useMemo(() => others[0]?.region ?? FIRST_PRIMARY, [writes, isMeasured, others.length])
}
