import type { ProcedureView } from '../../../shared/procedures.ts'
import { Checks } from '../../parts/checks.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { duration, timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 1_000

/** Progress of the newest release or restore. */
export function Procedure() {
  const shown = usePolled<ProcedureView | null>('/api/procedure', EVERY_MS)
  const procedure = shown.value
  return (
    <Panel title="3. What is done" class="half" of={[shown]}>
      {!procedure && <p class="empty">This console has begun no release or restore yet.</p>}
      {procedure && (
        <>
          <p role="status" aria-label="Procedure">
            {procedure.title}{' '}
            <span class={`badge ${toneOf(procedure)}`}>
              {procedure.isEnded
                ? procedure.problem
                  ? 'failed'
                  : 'done'
                : `runs for ${duration(Date.now() - procedure.startedAt)}`}
            </span>
          </p>
          <ol class="plain" aria-label="Steps">
            {procedure.says.map(({ at, text }) => (
              <li key={at + text}>
                <span class="mono">{timeOfDay(at)}</span>
                <span class="wide">{text}</span>
              </li>
            ))}
          </ol>
          <p class="problem" role="alert">
            {procedure.problem}
          </p>
          <Checks of={procedure.checks} />
          {procedure.lost.length > 0 && (
            <DataTable
              label="Leads that the snapshot alone has"
              columns={['Lead', 'Accepted in', 'At'].map((label) => ({ label }))}
            >
              {procedure.lost.map(({ id, acceptedBy, at }) => (
                <tr key={id}>
                  <th scope="row" class="mono">
                    {id}
                  </th>
                  <td>{acceptedBy}</td>
                  <td>{at}</td>
                </tr>
              ))}
            </DataTable>
          )}
        </>
      )}
    </Panel>
  )
}

function toneOf({ isEnded, problem }: ProcedureView): string {
  if (!isEnded) return 'warn'
  return problem ? 'bad' : 'good'
}
