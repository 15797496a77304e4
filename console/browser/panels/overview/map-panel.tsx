import { type CityId, REGION_IDS, type RegionId } from '@meridian/topology'
import { type MapRegion, WorldMap } from '../../map/world-map.tsx'
import { Panel } from '../../parts/panel.tsx'
import { regionHealth } from '../../parts/region-state.ts'
import { currentWriter } from '../../parts/writer.ts'
import { fresh, look } from '../../store.ts'

export function MapPanel() {
  const visitors = look('visitors')
  const world = look('world')
  const isFresh = visitors.staleSince === undefined
  const served = isFresh ? (visitors.value ?? []) : []
  return (
    <Panel
      title="World"
      class="two-thirds"
      note={
        world.lacks === undefined
          ? 'Dots are visitors, with the time of their last request and a line to the region that served it. Grey lines are the links between regions.'
          : 'Dots are visitors, with the time of their last request and a line to the region that served it. AWS has no API for the times of links.'
      }
      of={[visitors, look('database'), look('health')]}
    >
      <WorldMap
        writer={currentWriter()}
        regions={
          Object.fromEntries(REGION_IDS.map((region) => [region, stateOf(region)])) as Record<
            RegionId,
            MapRegion
          >
        }
        visitors={
          new Map(served.flatMap((each) => (each.city ? [[each.city as CityId, each] as const] : [])))
        }
        linkBetween={(from, to) =>
          world.staleSince === undefined
            ? world.value?.links.find((link) => joins(link, from, to))
            : undefined
        }
      />
    </Panel>
  )
}

function stateOf(region: RegionId): MapRegion {
  return {
    health: regionHealth(region).health,
    requestsPerSecond: fresh(look(`traffic:${region}`))?.requestsPerSecond,
  }
}

const joins = (link: { from: string; to: string }, from: string, to: string) =>
  (link.from === from && link.to === to) || (link.from === to && link.to === from)
