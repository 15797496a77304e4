import { CITIES, REGIONS } from '@meridian/topology'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { milliseconds } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { look } from '../../store.ts'

const COLUMNS: readonly Column[] = [
  { label: 'From' },
  { label: 'Served by' },
  { label: 'Writes go to' },
  { label: 'Took', isNumber: true },
]

export function Visitors() {
  const visitors = look('visitors')
  return (
    <Panel
      title="Visitors"
      class="half"
      note="One request from each place to the site’s edge, every few seconds: who served it, and which region that one takes for the writer."
      of={[visitors]}
    >
      <DataTable label="Visitors" columns={COLUMNS}>
        {(visitors.value ?? []).map(({ city, servedBy, writer, tookMs, problem }) => (
          <tr key={city ?? 'here'}>
            <th scope="row">{city ? CITIES[city].label : 'This machine'}</th>
            <td>{servedBy ? REGIONS[servedBy].label : <span class="problem">{problem}</span>}</td>
            <td>{writer ? REGIONS[writer].label : '–'}</td>
            <td class="number">{milliseconds(tookMs)}</td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}
