import { isRegionId, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { Chart } from '../parts/chart.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { milliseconds, perSecond } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { regionHealth } from '../parts/region-state.ts'
import { currentWriter } from '../parts/writer.ts'
import { look, useBeat } from '../store.ts'
import { COLOUR_OF } from './overview/curves.tsx'
import { Role } from './overview/regions.tsx'
import { Logs } from './region/logs.tsx'
import { Tasks } from './region/tasks.tsx'

/** Everything about one region. */
export function RegionPage({ path }: { readonly path: readonly string[] }) {
  useBeat()
  const region = isRegionId(path[1] ?? '') ? (path[1] as RegionId) : REGION_IDS[0]
  const { health, says } = regionHealth(region)
  return (
    <>
      <nav class="tabs" aria-label="Regions">
        {REGION_IDS.map((each) => (
          <a key={each} href={`#/region/${each}`} aria-current={each === region ? 'page' : undefined}>
            {REGIONS[each].label}
          </a>
        ))}
        <span class={`badge ${health}`}>{says}</span>
        <Role region={region} writer={currentWriter()} />
      </nav>
      <div class="grid">
        <Tasks region={region} />
        <Targets region={region} />
        <Instances region={region} />
        <Curve region={region} title="Replication lag" of="lag" format={milliseconds} />
        <Curve region={region} title="Requests" of="traffic" format={perSecond} />
        <Logs region={region} task={path[2]} />
      </div>
    </>
  )
}

interface CurveProps {
  readonly region: RegionId
  readonly title: string
  readonly of: 'lag' | 'traffic'
  readonly format: (value: number) => string
}

const EMPTY = {
  lag: 'No lag was measured in the last quarter of an hour: the region that writes has none.',
  traffic: 'No request in the last quarter of an hour.',
}

function Curve({ region, title, of, format }: CurveProps) {
  const shown = look(`${of}:${region}`)
  const series = shown.value?.curve ?? { times: [], values: [] }
  const isEmpty = shown.value !== undefined && series.times.length === 0
  return (
    <Panel title={title} class="half" of={[shown]}>
      {isEmpty && <p class="empty">{EMPTY[of]}</p>}
      {!isEmpty && (
        <Chart
          label={`${title} of ${REGIONS[region].label}`}
          format={format}
          lines={[{ label: REGIONS[region].label, colour: COLOUR_OF[region], series }]}
        />
      )}
    </Panel>
  )
}

const TARGET_COLUMNS: readonly Column[] = ['Target', 'Service', 'Health'].map((label) => ({ label }))

function Targets({ region }: { readonly region: RegionId }) {
  const shown = look(`services:${region}`)
  return (
    <Panel title="Load balancer targets" class="half" of={[shown]}>
      <DataTable label="Load balancer targets" columns={TARGET_COLUMNS}>
        {(shown.value?.targets ?? []).map((target) => (
          <tr key={target.id + target.service}>
            <th scope="row" class="mono">
              {target.id}
            </th>
            <td>{target.service}</td>
            <td>
              <span class={`badge ${target.state === 'healthy' ? 'good' : 'warn'}`}>{target.state}</span>{' '}
              <small>{target.reason}</small>
            </td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}

const INSTANCE_COLUMNS: readonly Column[] = ['Instance', 'Role', 'Status', 'Class', 'Zone'].map((label) => ({
  label,
}))

function Instances({ region }: { readonly region: RegionId }) {
  const shown = look(`instances:${region}`)
  const writer = currentWriter()
  const writesHere = writer.kind === 'writes' && writer.region === region
  return (
    <Panel
      title="Database instances"
      note={`Cluster ${shown.value?.clusterId ?? ''}: ${shown.value?.status ?? 'not read yet'}.`}
      of={[shown]}
    >
      <DataTable label="Database instances" columns={INSTANCE_COLUMNS}>
        {(shown.value?.instances ?? []).map((instance) => (
          <tr key={instance.id}>
            <th scope="row" class="mono">
              {instance.id}
            </th>
            <td>{writesHere && instance.isWriter ? 'writer' : 'reader'}</td>
            <td>
              <span class={`badge ${instance.status === 'available' ? 'good' : 'warn'}`}>
                {instance.status}
              </span>
            </td>
            <td class="mono">{instance.class}</td>
            <td>{instance.zone}</td>
          </tr>
        ))}
      </DataTable>
    </Panel>
  )
}
