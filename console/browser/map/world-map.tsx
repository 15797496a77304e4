import { CITIES, CITY_IDS, type CityId, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { geoInterpolate } from 'd3-geo'
import type { VisitorView } from '../../shared/views.ts'
import type { WriterNow } from '../../shared/writer.ts'
import { milliseconds, perSecond } from '../parts/format.ts'
import { CITY_AT, type Coordinates, REGION_AT, REGION_PAIRS } from './places.ts'
import { arc, HEIGHT, LAND_PATH, locate, WIDTH } from './projection.ts'

export interface MapRegion {
  readonly health: 'good' | 'warn' | 'bad' | 'unknown'
  readonly requestsPerSecond: number | undefined
}

interface MapLink {
  readonly rttMs: number
  readonly isCut: boolean
}

interface WorldMapProps {
  readonly writer: WriterNow
  readonly regions: Readonly<Record<RegionId, MapRegion>>
  readonly visitors: ReadonlyMap<CityId, VisitorView>
  /** Undefined if the link's latency is unknown. */
  readonly linkBetween: (from: string, to: string) => MapLink | undefined
}

/** Visitors, regions and the links between them. The tables on the page contain the same data. */
export function WorldMap({ writer, regions, visitors, linkBetween }: WorldMapProps) {
  return (
    <svg class="map" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary(writer, visitors)}>
      <path class="land" d={LAND_PATH} />
      {REGION_PAIRS.map(([from, to]) => (
        <RegionLink key={from + to} from={from} to={to} link={linkBetween(from, to)} />
      ))}
      {CITY_IDS.map((city) => (
        <Visitor key={city} city={city} visitor={visitors.get(city)} isCut={isCutOff(city)} />
      ))}
      {REGION_IDS.map((region) => (
        <RegionMark key={region} region={region} writer={writer} state={regions[region]} />
      ))}
    </svg>
  )

  function isCutOff(city: CityId): boolean {
    const servedBy = visitors.get(city)?.servedBy
    return servedBy !== undefined && linkBetween(city, servedBy)?.isCut === true
  }
}

function summary(writer: WriterNow, visitors: ReadonlyMap<CityId, VisitorView>): string {
  const served = [...visitors].map(
    ([city, { servedBy }]) => `${CITIES[city].label} by ${servedBy ?? 'no region'}`,
  )
  const writes = writer.kind === 'writes' ? `${writer.region} writes` : 'no region is known to write'
  return `World map: ${writes}. Visitors are served: ${served.join(', ') || 'not known yet'}.`
}

function RegionLink({ from, to, link }: { from: RegionId; to: RegionId; link: MapLink | undefined }) {
  const middle = locate(geoInterpolate([...REGION_AT[from]], [...REGION_AT[to]])(0.5) as Coordinates)
  return (
    <g class={`link ${link?.isCut ? 'cut' : ''}`}>
      <path d={arc(REGION_AT[from], REGION_AT[to])} />
      {link && (
        <text x={middle.x} y={middle.y - 5}>
          {link.isCut ? 'cut' : `${link.rttMs} ms`}
        </text>
      )}
    </g>
  )
}

interface VisitorProps {
  readonly city: CityId
  readonly visitor: VisitorView | undefined
  readonly isCut: boolean
}

function Visitor({ city, visitor, isCut }: VisitorProps) {
  const at = locate(CITY_AT[city])
  const isServed = visitor?.servedBy !== undefined
  const took = visitor ? (isServed ? milliseconds(visitor.tookMs) : 'not served') : ''
  return (
    <g class={`visitor ${visitor && !isServed ? 'failing' : ''}`}>
      {visitor?.servedBy && (
        <path class={isCut ? 'way cut' : 'way'} d={arc(CITY_AT[city], REGION_AT[visitor.servedBy])} />
      )}
      <circle cx={at.x} cy={at.y} r="4" />
      <text x={at.x} y={at.y + 16}>
        {CITIES[city].label} <tspan class="figure">{took}</tspan>
      </text>
    </g>
  )
}

interface RegionMarkProps {
  readonly region: RegionId
  readonly writer: WriterNow
  readonly state: MapRegion
}

const MARK_WIDTH = 132
const MARK_HEIGHT = 38

/** Position of a region's card relative to its pin: over water, where nothing else is drawn. */
const CARD_AT: Readonly<Record<RegionId, { readonly dx: number; readonly dy: number }>> = {
  'us-east-1': { dx: -34, dy: 26 },
  'us-west-2': { dx: -MARK_WIDTH - 14, dy: -12 },
  'ap-northeast-2': { dx: -MARK_WIDTH - 6, dy: -MARK_HEIGHT - 12 },
}

function RegionMark({ region, writer, state }: RegionMarkProps) {
  const { x, y } = locate(REGION_AT[region])
  const { dx, dy } = CARD_AT[region]
  const left = x + dx
  const top = y + dy
  const badge = badgeFor(region, writer)
  return (
    <g class={`region ${state.health}`}>
      <line x1={x} y1={y} x2={left + MARK_WIDTH / 2} y2={top + MARK_HEIGHT / 2} />
      <rect class="pin" x={x - 5} y={y - 5} width="10" height="10" rx="2" />
      <rect class="card" x={left} y={top} width={MARK_WIDTH} height={MARK_HEIGHT} rx="4" />
      <rect class="edge" x={left} y={top} width="4" height={MARK_HEIGHT} rx="2" />
      <text class="name" x={left + 11} y={top + 16}>
        {REGIONS[region].label}
      </text>
      <text class="figure" x={left + 11} y={top + 30}>
        {perSecond(state.requestsPerSecond)} requests
      </text>
      {badge && (
        <g class={`role ${badge.class}`}>
          <rect x={left + MARK_WIDTH - 58} y={top - 9} width="54" height="16" rx="8" />
          <text x={left + MARK_WIDTH - 31} y={top + 3}>
            {badge.text}
          </text>
        </g>
      )}
    </g>
  )
}

function badgeFor(region: RegionId, writer: WriterNow): { text: string; class: string } | undefined {
  if (writer.kind === 'writes' && writer.region === region) return { text: 'WRITER', class: 'live' }
  if (writer.kind === 'unreachable' && writer.region === region) return { text: 'SILENT', class: 'lost' }
  if (writer.kind === 'changing' && writer.to === region) return { text: 'NEXT', class: 'next' }
  return undefined
}
