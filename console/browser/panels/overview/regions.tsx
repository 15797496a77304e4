import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import type { WriterNow } from '../../../shared/writer.ts'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { milliseconds, perSecond } from '../../parts/format.ts'
import { Age, Panel } from '../../parts/panel.tsx'
import { regionHealth } from '../../parts/region-state.ts'
import { currentWriter } from '../../parts/writer.ts'
import { fresh, look } from '../../store.ts'

const FIGURES = [
  'Tasks',
  'Targets',
  'Checkers',
  'Requests',
  'Errors',
  'Answer p95',
  'Lag p50',
  'Lag p95',
  'Lag p99',
  'Read',
]
const COLUMNS: readonly Column[] = [
  ...['Region', 'Role', 'Health'].map((label) => ({ label })),
  ...FIGURES.map((label) => ({ label, isNumber: true })),
]

export function Regions() {
  const writer = currentWriter()
  return (
    <Panel
      title="Regions"
      note="Tasks and targets that are there of those that should be; Route 53’s checkers that reach the region; its requests and answers at the load balancer; how far its database is behind the writer."
      of={[]}
    >
      <DataTable label="Regions" columns={COLUMNS}>
        {REGION_IDS.map((region) => (
          <Row key={region} region={region} writer={writer} />
        ))}
      </DataTable>
    </Panel>
  )
}

function Row({ region, writer }: { readonly region: RegionId; readonly writer: WriterNow }) {
  const services = look(`services:${region}`)
  const traffic = look(`traffic:${region}`)
  const lag = look(`lag:${region}`)
  const { health, says } = regionHealth(region)
  const isWriter = writer.kind === 'writes' && writer.region === region
  const check = fresh(look('health'))?.find((each) => each.region === region)
  const tasks = fresh(services)
  const flow = fresh(traffic)
  const behind = isWriter ? undefined : fresh(lag)
  const running = tasks?.services.reduce((sum, service) => sum + service.running, 0)
  const desired = tasks?.services.reduce((sum, service) => sum + service.desired, 0)
  const healthy = tasks?.targets.filter(({ state }) => state === 'healthy').length
  const figures = [
    tasks && `${running}/${desired}`,
    tasks && `${healthy}/${tasks.targets.length}`,
    check && `${check.healthyCheckers}/${check.checkers}`,
    flow && perSecond(flow.requestsPerSecond),
    flow && perSecond(flow.errorsPerSecond),
    flow && milliseconds(flow.p95Ms),
    behind && milliseconds(behind.p50Ms),
    behind && milliseconds(behind.p95Ms),
    behind && milliseconds(behind.p99Ms),
  ]
  return (
    <tr>
      <th scope="row">
        <a href={`#/region/${region}`}>{REGIONS[region].label}</a> <small>{region}</small>
      </th>
      <td>
        <Role region={region} writer={writer} />
      </td>
      <td>
        <span class={`badge ${health}`}>{says}</span>
      </td>
      {figures.map((figure, index) => (
        <td key={index} class="number">
          {figure ?? '–'}
        </td>
      ))}
      <td class="number">
        <Age of={[services, traffic, lag]} />
      </td>
    </tr>
  )
}

export function Role({ region, writer }: { readonly region: RegionId; readonly writer: WriterNow }) {
  if (writer.kind === 'writes' && writer.region === region) return <span class="badge writer">writer</span>
  if (writer.kind === 'unreachable' && writer.region === region)
    return <span class="badge bad">writer, silent</span>
  if (writer.kind === 'changing' && writer.to === region)
    return <span class="badge warn">becomes writer</span>
  if (writer.kind === 'unknown') return <span class="badge">not known</span>
  return <span class="badge">reader</span>
}
