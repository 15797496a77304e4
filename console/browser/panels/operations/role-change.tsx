import { FIRST_PRIMARY, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { useMemo, useState } from 'preact/hooks'
import { KINDS, type Kind, type PlanAnswer } from '../../../shared/operations.ts'
import type { WriterNow } from '../../../shared/writer.ts'
import { change } from '../../change.ts'
import { Choice, Problem } from '../../parts/fields.tsx'
import { losses } from '../../parts/loss.ts'
import { Panel } from '../../parts/panel.tsx'
import { answers } from '../../parts/region-state.ts'
import { useAction } from '../../parts/use-action.ts'
import { currentWriter } from '../../parts/writer.ts'
import { look } from '../../store.ts'
import { Journal } from './journal.tsx'
import { OperationsOnRecord } from './on-record.tsx'
import { PlanPanel } from './plan.tsx'
import { Runbook } from './runbook.tsx'

const LABELS: Readonly<Record<Kind, string>> = {
  switchover: 'Switchover: planned, no row is lost',
  failover: 'Failover: the writer’s region is lost',
  failback: `Failback: home to ${REGIONS[FIRST_PRIMARY].label}`,
}

/** Moves the writer to another region: choose, read the plan, confirm, watch. */
export function RoleChange() {
  const [chosenKind, setKind] = useState<Kind>()
  const [chosen, setChosen] = useState<RegionId>()
  const [plan, setPlan] = useState<PlanAnswer>()
  const action = useAction()
  const writer = currentWriter()
  const kind = chosenKind ?? suggestedKind(writer)
  const suggested = useSuggestedTarget(writer)
  const targets =
    kind === 'failback' ? [FIRST_PRIMARY] : REGION_IDS.filter((region) => region !== regionOf(writer))
  const to = targets.find((region) => region === chosen) ?? (kind === 'failback' ? FIRST_PRIMARY : suggested)
  const isRunning = look('operation').value?.isEnded === false
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
          options={targets.map((region) => ({
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
      {isRunning && <Journal class="two-thirds" />}
      {!plan && !isRunning && <Runbook kind={kind} class="two-thirds" />}
      {!isRunning && <Journal class="half" />}
      <OperationsOnRecord />
      {(plan || isRunning) && <Runbook kind={kind} class="half" />}
    </div>
  )
}

/** The region that writes, or that was last known to. */
function regionOf(writer: WriterNow): RegionId | undefined {
  return writer.kind === 'writes' || writer.kind === 'unreachable' ? writer.region : undefined
}

/** What the system's state calls for: a failover from a lost writer, otherwise the way home, otherwise a switchover. */
function suggestedKind(writer: WriterNow): Kind {
  if (writer.kind === 'unreachable') return 'failover'
  const isAway = writer.kind === 'writes' && writer.region !== FIRST_PRIMARY
  return isAway && answers(FIRST_PRIMARY) ? 'failback' : 'switchover'
}

/** The answering region with the least lag; the suggestion stays while lags vary, until another region becomes the writer. */
function useSuggestedTarget(writer: WriterNow): RegionId {
  const writes = regionOf(writer)
  const all = losses(writes)
  const others = all.filter(({ region }) => answers(region))
  const isMeasured = others.some(({ ms }) => ms !== undefined)
  return useMemo(
    () => others[0]?.region ?? all[0]?.region ?? FIRST_PRIMARY,
    [writes, isMeasured, others.length],
  )
}
