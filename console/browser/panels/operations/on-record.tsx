import { REGIONS } from '@meridian/topology'
import type { OperationLine } from '../../../shared/operations.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportLink } from '../../parts/export-link.tsx'
import { timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 3_000
const COLUMNS: readonly Column[] = ['Operation', 'Began', 'State', 'Report'].map((label) => ({ label }))

/** Operations on record, each with its report. */
export function OperationsOnRecord() {
  const shown = usePolled<readonly OperationLine[]>('/api/operations', EVERY_MS)
  const operations = shown.value ?? []
  return (
    <Panel
      title="Operations on record"
      class="half"
      note="Carried out here or by npm run failover, newest first."
      of={[shown]}
    >
      {shown.value && operations.length === 0 && <p class="empty">No operation yet.</p>}
      {operations.length > 0 && (
        <DataTable label="Operations on record" columns={COLUMNS}>
          {operations.map(({ id, kind, from, to, state, startedAt, report }) => (
            <tr key={id}>
              <th scope="row">
                {kind} from {REGIONS[from].label} to {REGIONS[to].label}
              </th>
              <td>
                {startedAt.slice(0, 10)} {timeOfDay(startedAt)}
              </td>
              <td>{state}</td>
              <td>{report === undefined ? '–' : <ExportLink of={report} />}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </Panel>
  )
}
