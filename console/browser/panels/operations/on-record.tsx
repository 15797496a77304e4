import { type OperationLine, titleOf } from '../../../shared/operations.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { ExportLink } from '../../parts/export-link.tsx'
import { dayAndTime } from '../../parts/format.ts'
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
          {operations.map(({ state, startedAt, report, ...operation }) => (
            <tr key={operation.id}>
              <th scope="row">{titleOf(operation)}</th>
              <td>{dayAndTime(startedAt)}</td>
              <td>{state}</td>
              <td>{report === undefined ? '–' : <ExportLink of={report} />}</td>
            </tr>
          ))}
        </DataTable>
      )}
    </Panel>
  )
}
