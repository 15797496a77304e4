import { CITIES, type CityId, REGIONS, type RegionId } from '@meridian/topology'
import { useState } from 'preact/hooks'
import type { TraceSearch, TraceSummaryView } from '../../shared/traces.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { TextField } from '../parts/fields.tsx'
import { milliseconds, timeOfDay } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { usePolled } from '../use-polled.ts'
import { ServiceMap } from './traces/service-map.tsx'
import { Waterfall } from './traces/waterfall.tsx'

const COLUMNS: readonly Column[] = [
  ...['Began', 'Request', 'Edge', 'Served by', 'Status'].map((label) => ({ label })),
  { label: 'Took', isNumber: true },
]
const EVERY_MS = 5_000

const edgeOf = ({ edge }: TraceSummaryView): string =>
  edge === undefined ? '–' : (CITIES[edge as CityId]?.label ?? edge)

const regionsOf = ({ regions }: TraceSummaryView): string =>
  regions.map((region) => REGIONS[region as RegionId]?.label ?? region).join(', ') || '–'

/** The path without the host, which is always the same. */
const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '')

/** Finds a visitor's request, and shows its way from edge to database. */
export function Traces() {
  const [typed, setTyped] = useState<TraceSearch>({})
  const [search, setSearch] = useState<TraceSearch>({})
  const [chosen, setChosen] = useState<string>()
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''))
  const shown = usePolled<readonly TraceSummaryView[]>(`/api/traces?${query}`, EVERY_MS)
  const field = (name: keyof TraceSearch, label: string, placeholder: string) => (
    <TextField
      label={label}
      value={typed[name] ?? ''}
      placeholder={placeholder}
      onInput={(value) => setTyped({ ...typed, [name]: value })}
    />
  )
  return (
    <div class="grid">
      <Panel
        title="Requests"
        note="Visitors’ requests of the last quarter of an hour that a service traced, newest first: one a second and a share of the rest. What an edge or a load balancer answers by itself, such as its error page, has no trace. A page’s request id is in its X-Amz-Cf-Id header."
        of={[shown]}
      >
        <form
          class="confirm"
          onSubmit={(event) => {
            event.preventDefault()
            setSearch(typed)
          }}
        >
          {field('path', 'Path contains', '/api/leads')}
          {field('status', 'Status', '503')}
          {field('slowerThanMs', 'Slower than, ms', '500')}
          {field('requestId', 'Request id or trace id', '1-6b0e9be7-…')}
          <button type="submit">Search</button>
        </form>
        {shown.value?.length === 0 && <p class="empty">No traced request matches.</p>}
        <div class="limited">
          <DataTable label="Requests" columns={COLUMNS}>
            {(shown.value ?? []).map((trace) => (
              <tr key={trace.id} class={trace.id === chosen ? 'chosen' : undefined}>
                <td class="mono">{trace.startedAt ? timeOfDay(trace.startedAt) : '–'}</td>
                <th scope="row" class="mono">
                  <button type="button" class="link" title={trace.url} onClick={() => setChosen(trace.id)}>
                    {trace.method} {pathOf(trace.url) || trace.id}
                  </button>
                </th>
                <td>{edgeOf(trace)}</td>
                <td>{regionsOf(trace)}</td>
                <td>
                  <span class={`badge ${trace.isFailed ? 'bad' : 'good'}`}>{trace.status ?? '–'}</span>
                </td>
                <td class="number">{milliseconds(trace.durationMs)}</td>
              </tr>
            ))}
          </DataTable>
        </div>
      </Panel>
      {chosen && <Waterfall id={chosen} />}
      <ServiceMap />
    </div>
  )
}
