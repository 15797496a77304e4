import type { PlanView } from '../../../shared/operations.ts'
import { Checks } from '../../parts/checks.tsx'
import { milliseconds } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { CallsAndConfirmation } from './calls-and-confirmation.tsx'

interface PlanProps {
  readonly plan: PlanView
  readonly onAgain: () => void
  readonly onConfirm: (typed: string) => Promise<void>
}

/** The checks, the exact calls, and the confirmation. */
export const PlanPanel = ({ plan, onAgain, onConfirm }: PlanProps) => (
  <Panel
    title="2. The plan"
    class="two-thirds"
    note={`${plan.kind} from ${plan.from} to ${plan.to}; lag of the new writer: ${milliseconds(plan.lagMs)}.`}
    of={[]}
  >
    <Checks of={plan.checks} />
    <CallsAndConfirmation
      calls={plan.calls}
      word={plan.clusterId}
      start={`Start the ${plan.kind}`}
      warning={
        plan.allowsDataLoss
          ? `Rows that have not reached ${plan.to} are lost: a failover is for when the writer is.`
          : undefined
      }
      isRefused={plan.isRefused}
      onAgain={onAgain}
      onConfirm={onConfirm}
    />
  </Panel>
)
