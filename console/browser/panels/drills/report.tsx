import type { ReportTable, RunReport } from '../../../shared/drills.ts'
import { Checks } from '../../parts/checks.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { ExportLink } from '../../parts/export-link.tsx'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

/** A stored run does not change. */
const EVERY_MS = 600_000
const MOST_ROWS = 30

export function Report({ of }: { readonly of: string }) {
  const shown = usePolled<RunReport>(`/api/drills/${of}`, EVERY_MS)
  const report = shown.value
  return (
    <Panel title="Report" of={[]}>
      {shown.problem && <p class="problem">{shown.problem}</p>}
      {report && (
        <>
          <p>
            <strong>{report.title}</strong>{' '}
            <span class={`badge ${report.verdict === 'ok' ? 'good' : 'bad'}`}>{report.verdict}</span>{' '}
            <ExportLink of={of} />
          </p>
          <ul>
            {report.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          {report.figures?.map(({ title, file }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
            <section key={file} class="scroll figure-scroll" aria-label={`${title}, a picture`} tabIndex={0}>
              <img class="figure" src={`/api/drills/${of}/${file}`} alt={title} />
            </section>
          ))}
          <h3>Checks</h3>
          <Checks
            of={report.checks.toSorted(
              (left, right) => Number(left.verdict === 'ok') - Number(right.verdict === 'ok'),
            )}
          />
          {report.tables.map((table) => (
            <Rows key={table.title} table={table} />
          ))}
        </>
      )}
    </Panel>
  )
}

function Rows({ table }: { readonly table: ReportTable }) {
  return (
    <>
      <h3>{table.title}</h3>
      <DataTable label={table.title} columns={table.columns.map((label) => ({ label }))}>
        {table.rows.slice(0, MOST_ROWS).map(([first, ...cells]) => (
          <tr key={[first, ...cells].join()}>
            <th scope="row">{first}</th>
            {cells.map((cell, index) => (
              <td key={`${index} ${cell}`}>{cell}</td>
            ))}
          </tr>
        ))}
      </DataTable>
      {table.rows.length > MOST_ROWS && (
        <p class="empty">And {table.rows.length - MOST_ROWS} more, in the exported file.</p>
      )}
    </>
  )
}
