import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import type { Series } from '../../../shared/views.ts'
import { Chart, type ChartLine } from '../../parts/chart.tsx'
import { milliseconds, perSecond } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { look } from '../../store.ts'

/** A region keeps its colour in every chart. */
export const COLOUR_OF: Readonly<Record<RegionId, ChartLine['colour']>> = {
  'us-east-1': 1,
  'us-west-2': 2,
  'ap-northeast-2': 3,
}

export function LagCurve() {
  const lags = REGION_IDS.map((region) => look(`lag:${region}`))
  return (
    <Panel title="Replication lag" class="half" note="The region that writes has none." of={lags}>
      <Chart
        label="Replication lag of each region over the last quarter of an hour"
        format={milliseconds}
        lines={linesOf((region) => look(`lag:${region}`).value?.curve)}
      />
    </Panel>
  )
}

export function TrafficCurve() {
  const traffic = REGION_IDS.map((region) => look(`traffic:${region}`))
  return (
    <Panel title="Requests" class="half" note="At each region’s load balancer." of={traffic}>
      <Chart
        label="Requests a second in each region over the last quarter of an hour"
        format={perSecond}
        lines={linesOf((region) => look(`traffic:${region}`).value?.curve)}
      />
    </Panel>
  )
}

function linesOf(seriesOf: (region: RegionId) => Series | undefined): readonly ChartLine[] {
  return REGION_IDS.map((region) => ({
    label: REGIONS[region].label,
    colour: COLOUR_OF[region],
    series: seriesOf(region) ?? { times: [], values: [] },
  }))
}
