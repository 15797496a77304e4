import type { RegionId } from '@meridian/topology'
import type { TaskView } from '../../../shared/region.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { duration } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const COLUMNS: readonly Column[] = [
  ...['Task', 'Status', 'Health', 'Revision', 'Zone'].map((label) => ({ label })),
  { label: 'Runs for', isNumber: true },
]
const EVERY_MS = 3_000
/** ECS reports UNKNOWN for a task whose container has no health check of its own. */
const HEALTH: Readonly<Record<string, string>> = { UNKNOWN: 'see its target' }

export function Tasks({ region }: { readonly region: RegionId }) {
  const shown = usePolled<readonly TaskView[]>(`/api/regions/${region}/tasks`, EVERY_MS)
  return (
    <Panel title="Tasks" class="half" of={[shown]}>
      <DataTable label="Tasks" columns={COLUMNS}>
        {(shown.value ?? []).map((task) => (
          <tr key={task.id}>
            <th scope="row" class="mono" title={task.id}>
              <a href={`#/region/${region}/${task.id}`} title={`Only the log lines of ${task.id}`}>
                {task.id.slice(0, 8)}
              </a>
            </th>
            <td>
              <span class={`badge ${task.status === 'RUNNING' ? 'good' : 'warn'}`}>
                {task.status.toLowerCase()}
              </span>
            </td>
            <td>{HEALTH[task.health] ?? task.health.toLowerCase()}</td>
            <td class="mono">{task.revision}</td>
            <td>{task.zone}</td>
            <td class="number">{task.startedAt ? duration(Date.now() - Date.parse(task.startedAt)) : '–'}</td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}
