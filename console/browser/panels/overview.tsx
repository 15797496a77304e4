import { useBeat } from '../store.ts'
import { Alarms } from './overview/alarms.tsx'
import { LagCurve, TrafficCurve } from './overview/curves.tsx'
import { Losses } from './overview/losses.tsx'
import { MapPanel } from './overview/map-panel.tsx'
import { Regions } from './overview/regions.tsx'
import { Releases } from './overview/releases.tsx'
import { Visitors } from './overview/visitors.tsx'

export function Overview() {
  useBeat()
  return (
    <div class="grid">
      <MapPanel />
      <div class="column">
        <Losses />
        <Alarms />
      </div>
      <Regions />
      <LagCurve />
      <TrafficCurve />
      <Visitors />
      <Releases />
    </div>
  )
}
