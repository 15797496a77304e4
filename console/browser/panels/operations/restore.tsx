import { REGIONS } from '@meridian/topology'
import { useState } from 'preact/hooks'
import type { RestorePlan, SnapshotsView, SnapshotView } from '../../../shared/procedures.ts'
import { change } from '../../change.ts'
import { Command } from '../../parts/command.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Problem } from '../../parts/fields.tsx'
import { timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { useAction } from '../../parts/use-action.ts'
import { look } from '../../store.ts'
import { usePolled } from '../../use-polled.ts'
import { CallsAndConfirmation } from './calls-and-confirmation.tsx'
import { Procedure } from './procedure.tsx'
import { Runbook } from './runbook.tsx'

const EVERY_MS = 5_000
const COLUMNS: readonly Column[] = ['Snapshot', 'Of', 'Taken', 'Status', 'Restore'].map((label) => ({
  label,
}))

/** Reads what a failover lost from the old primary's snapshot; and shows how to go back to before a mistake. */
export function Restore() {
  const shown = usePolled<SnapshotsView>('/api/snapshots', EVERY_MS)
  const [plan, setPlan] = useState<RestorePlan>()
  const action = useAction()
  const { snapshots = [], pointInTime = [] } = shown.value ?? {}
  const makePlan = ({ region, id }: Pick<SnapshotView, 'region' | 'id'>) =>
    action.run(async () => setPlan(await change<RestorePlan>('/api/restores/plan', { body: { region, id } })))
  return (
    <div class="grid">
      <Panel
        title="1. Choose a snapshot"
        class={plan ? 'third' : 'half'}
        note="After a failover AWS keeps the old primary’s last rows in a snapshot. A restore reads them in a cluster beside the system; the system itself is not changed."
        of={[shown]}
      >
        {shown.value && snapshots.length === 0 && (
          <p class="empty">
            There is no snapshot. AWS makes one when an old primary rejoins after a failover.
          </p>
        )}
        {snapshots.length > 0 && (
          <DataTable label="Snapshots" columns={COLUMNS}>
            {snapshots.map((snapshot) => (
              <tr key={snapshot.region + snapshot.id}>
                <th scope="row" class="mono">
                  {snapshot.id}
                </th>
                <td>{REGIONS[snapshot.region].label}</td>
                <td>{snapshot.takenAt ? timeOfDay(snapshot.takenAt) : '–'}</td>
                <td>
                  <span class={`badge ${snapshot.status === 'available' ? 'good' : 'warn'}`}>
                    {snapshot.status}
                  </span>
                </td>
                <td>
                  <button type="button" disabled={action.isRunning} onClick={() => makePlan(snapshot)}>
                    Show the plan
                  </button>
                </td>
              </tr>
            ))}
          </DataTable>
        )}
        <Problem of={action} />
      </Panel>
      {plan && (
        <Panel
          title="2. The plan"
          class="two-thirds"
          note="The restored cluster costs money while it is there: it is deleted as soon as its newest 500 leads have been read. Each is then asked for at the site, and those that the site does not know are listed."
          of={[]}
        >
          <CallsAndConfirmation
            calls={plan.calls}
            word={plan.id}
            start="Start the restore"
            onAgain={() => makePlan(plan)}
            onConfirm={async (confirm) => {
              await change('/api/restores', { body: { region: plan.region, id: plan.id, confirm } })
              setPlan(undefined)
            }}
          />
        </Panel>
      )}
      <Panel
        title="Back to a moment before a mistake"
        class="half"
        note="Wrong data was written: every region has it, and a failover would not help. AWS restores the cluster as it was at any second of its backups, beside the system."
        of={[]}
      >
        {look('world').lacks === undefined && (
          <p class="lacks">
            A local world keeps no backups, so this is AWS’s alone. The commands, for the region that writes
            at first:
          </p>
        )}
        {pointInTime.map((call) => (
          <Command key={call} text={call} />
        ))}
      </Panel>
      <Procedure />
      <Runbook kind="restore" class="half" />
    </div>
  )
}
