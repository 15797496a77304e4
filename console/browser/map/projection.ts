import { geoNaturalEarth1, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import type { Topology } from 'topojson-specification'
import land from 'world-atlas/land-110m.json' with { type: 'json' }
import type { Coordinates } from './places.ts'

export const WIDTH = 960
export const HEIGHT = 440

/** Centred on the Pacific, because the links between regions cross it; the map is cut through Africa. */
const CENTRE_LONGITUDE = -158

const projection = geoNaturalEarth1()
  .rotate([-CENTRE_LONGITUDE, 0])
  .scale(186)
  .translate([WIDTH / 2, HEIGHT / 2 + 42])

const path = geoPath(projection).digits(1)

/** The continents, as one path. */
export const LAND_PATH = path(feature(land as unknown as Topology, 'land')) ?? ''

export interface Point {
  readonly x: number
  readonly y: number
}

export function locate(at: Coordinates): Point {
  const [x, y] = projection([...at]) ?? [0, 0]
  return { x: Math.round(x), y: Math.round(y) }
}

/** The great-circle route, as a path. */
export function arc(from: Coordinates, to: Coordinates): string {
  return path({ type: 'LineString', coordinates: [[...from], [...to]] }) ?? ''
}
