import type { ServiceMapView } from '../../../shared/traces.ts'
import { Boxes } from '../../parts/boxes.tsx'
import { milliseconds } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 10_000

/** Callers and callees from left to right, with the traffic of each. */
export function ServiceMap() {
  const shown = usePolled<ServiceMapView>('/api/service-map', EVERY_MS)
  const { nodes = [], calls = [] } = shown.value ?? {}
  return (
    <Panel
      title="Service map"
      note="Who called whom in the last quarter of an hour, from the same traces: requests, failures, average time."
      of={[shown]}
    >
      {shown.value && nodes.length === 0 && <p class="empty">Nothing has been traced lately.</p>}
      {nodes.length > 0 && (
        <Boxes
          label={`Service map: ${nodes.map(({ name, requests }) => `${name}: ${requests} requests`).join('; ')}`}
          columns={[...Map.groupBy(nodes, ({ depth }) => depth).values()].map((column) => ({
            boxes: column.map(({ id, name, type, requests, failed, averageMs }) => ({
              id,
              name,
              title: `${name} (${type})`,
              figure: `${requests} requests, ${failed} failed, ${milliseconds(averageMs)}`,
              isBad: failed > 0,
            })),
          }))}
          arrows={calls}
        />
      )}
    </Panel>
  )
}
