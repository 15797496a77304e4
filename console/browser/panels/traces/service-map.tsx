import type { ServiceMapView, ServiceNode } from '../../../shared/traces.ts'
import { milliseconds } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 10_000
const BOX = { width: 190, height: 46, gapX: 60, gapY: 14 }
const LONGEST_NAME = 26

/** Who calls whom, left to right, with what each served; a name in full is in its box's title. */
export function ServiceMap() {
  const shown = usePolled<ServiceMapView>('/api/service-map', EVERY_MS)
  const map = shown.value
  return (
    <Panel
      title="Service map"
      note="Who called whom in the last quarter of an hour, as X-Ray's traces tell: requests, failures, average time."
      of={[shown]}
    >
      {map?.nodes.length === 0 && <p class="empty">Nothing has been traced lately.</p>}
      {map && map.nodes.length > 0 && <Drawing map={map} />}
    </Panel>
  )
}

function Drawing({ map: { nodes, calls } }: { readonly map: ServiceMapView }) {
  const columns = [...Map.groupBy(nodes, ({ depth }) => depth).values()]
  const places = new Map(
    columns.flatMap((column, across) =>
      column.map((node, down) => [
        node.id,
        { x: across * (BOX.width + BOX.gapX), y: down * (BOX.height + BOX.gapY) },
      ]),
    ),
  )
  const width = columns.length * (BOX.width + BOX.gapX) - BOX.gapX
  const height = Math.max(...columns.map(({ length }) => length)) * (BOX.height + BOX.gapY)
  const said = nodes.map(({ name, requests }) => `${name}: ${requests} requests`).join('; ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="scroll" aria-label="Service map, a picture" tabIndex={0}>
      <svg
        class="service-map"
        viewBox={`0 0 ${width} ${height}`}
        style={{ width }}
        role="img"
        aria-label={said}
      >
        {calls.map(({ from, to }) => {
          const [start, end] = [places.get(from), places.get(to)]
          if (!start || !end) return null
          const [x1, y1] = [start.x + BOX.width, start.y + BOX.height / 2]
          const [x2, y2] = [end.x, end.y + BOX.height / 2]
          const middle = (x1 + x2) / 2
          return <path key={`${from} ${to}`} d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`} />
        })}
        {nodes.map((node) => (
          <Box key={node.id} node={node} at={places.get(node.id) ?? { x: 0, y: 0 }} />
        ))}
      </svg>
    </section>
  )
}

function Box({ node, at }: { readonly node: ServiceNode; readonly at: { x: number; y: number } }) {
  const { name, type, requests, failed, averageMs } = node
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
  return (
    <g class={failed > 0 ? 'bad' : ''} transform={`translate(${at.x} ${at.y})`}>
      <title>{`${name} (${type})`}</title>
      <rect width={BOX.width} height={BOX.height} rx="4" />
      <text x="10" y="19">
        {short}
      </text>
      <text class="figure" x="10" y="36">
        {`${requests} requests, ${failed} failed, ${milliseconds(averageMs)}`}
      </text>
    </g>
  )
}
