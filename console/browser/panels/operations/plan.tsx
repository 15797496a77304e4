import { useState } from 'preact/hooks'
import type { CheckView, PlanView } from '../../../shared/operations.ts'
import { Command } from '../../parts/command.tsx'
import { Form, TextField } from '../../parts/fields.tsx'
import { milliseconds } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { useAction } from '../../parts/use-action.ts'

interface PlanProps {
  readonly plan: PlanView
  readonly onAgain: () => void
  readonly onConfirm: (typed: string) => Promise<void>
}

/** The checks, the exact calls, and the confirmation. */
export function PlanPanel({ plan, onAgain, onConfirm }: PlanProps) {
  const [typed, setTyped] = useState('')
  const action = useAction()
  const isReady = typed === plan.clusterId && !plan.isRefused
  return (
    <Panel
      title="2. The plan"
      class="two-thirds"
      note={`${plan.kind} from ${plan.from} to ${plan.to}; lag of the new writer: ${milliseconds(plan.lagMs)}.`}
      of={[]}
    >
      <ul class="plain checks">
        {plan.checks.map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </ul>
      <h3>The exact AWS calls</h3>
      {plan.calls.map((call) => (
        <Command key={call} text={call} />
      ))}
      {plan.allowsDataLoss && (
        <p class="warning">
          Rows that have not reached {plan.to} are lost: a failover is for when the writer is.
        </p>
      )}
      {plan.isRefused ? (
        <p class="warning" role="status">
          Not safe now: a required check failed.{' '}
          <button type="button" onClick={onAgain}>
            Check again
          </button>
        </p>
      ) : (
        <Form class="confirm" action={action} onSubmit={() => onConfirm(typed)}>
          <TextField
            label={`Type ${plan.clusterId} to confirm`}
            value={typed}
            placeholder={plan.clusterId}
            onInput={setTyped}
          />
          <button type="submit" class="danger" disabled={!isReady || action.isRunning}>
            Start the {plan.kind}
          </button>
        </Form>
      )}
    </Panel>
  )
}

const SAYS: Readonly<Record<string, { readonly text: string; readonly class: string }>> = {
  ok: { text: 'ok', class: 'good' },
  failed: { text: 'failed', class: 'bad' },
}

function Check({ check }: { readonly check: CheckView }) {
  const says = SAYS[check.verdict] ?? { text: check.verdict, class: 'warn' }
  const tone = check.verdict === 'failed' && !check.isRequired ? 'warn' : says.class
  return (
    <li>
      <span class={`badge ${tone}`}>{check.isRequired ? says.text : `${says.text}, not required`}</span>
      <span class="wide">
        {check.name}
        <small> {check.detail}</small>
        {check.verdict === 'failed' && check.wayOut && <small> → {check.wayOut}</small>}
      </span>
    </li>
  )
}
