import type { RunReport } from '../../../shared/drills.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 600_000

/** The figures of two runs side by side. */
export function Comparison({ left, right }: { readonly left: string; readonly right: string }) {
  const shown = [
    usePolled<RunReport>(`/api/drills/${left}`, EVERY_MS),
    usePolled<RunReport>(`/api/drills/${right}`, EVERY_MS),
  ]
  const figures = shown.map(({ value }) => figuresOf(value))
  const names = [...new Set(figures.flatMap((each) => [...each.keys()]))]
  return (
    <Panel title="Comparison" of={[]}>
      <DataTable label="Comparison" columns={['Figure', left, right].map((label) => ({ label }))}>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{figures[0]?.get(name) ?? '–'}</td>
            <td>{figures[1]?.get(name) ?? '–'}</td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}

/** The table of figures, and the duration of each part of each role change. */
function figuresOf(report: RunReport | undefined): ReadonlyMap<string, string> {
  const rows = report?.tables.find(({ title }) => title === 'Figures')?.rows ?? []
  const recovery = report?.tables.find(({ title }) => title === 'Recovery times')
  const changes = (recovery?.rows ?? []).map(
    ([operation, to, , ms]) => [`${operation} to ${to}: first write after, ms`, ms ?? ''] as const,
  )
  const parts = report?.tables.find(({ title }) => title === 'Recovery in parts, in seconds')
  const split = (parts?.rows ?? []).flatMap(([operation, to, ...cells]) =>
    cells.map((value, index) => [`${operation} to ${to}: ${parts?.columns[index + 2]}, s`, value] as const),
  )
  return new Map([...rows.map(([what = '', value = '']) => [what, value] as const), ...changes, ...split])
}
