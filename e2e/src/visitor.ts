import type { RunningWorld } from '@meridian/local-world'
import { CITIES, type CityId } from '@meridian/topology'

/** Loopback URL of the edge in a city, as `npm start` prints it. */
export function edgeUrl(world: RunningWorld, city: CityId): string {
  const line = world
    .addresses()
    .find((candidate) => candidate.section === 'Edges' && candidate.label.includes(CITIES[city].label))
  if (!line) throw new Error(`The world printed no edge for ${CITIES[city].label}`)
  return line.address
}

export interface NewLead {
  readonly campaignSlug: string
  readonly email: string
}

/** A test-drive request, sent through the city's edge. */
export function postLead(world: RunningWorld, city: CityId, lead: NewLead, key: string): Promise<Response> {
  return fetch(new URL('/api/leads', edgeUrl(world, city)), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({
      kind: 'test-drive',
      name: 'A Visitor',
      locale: 'ko',
      consent: true,
      ...lead,
    }),
  })
}

export function get(world: RunningWorld, city: CityId, path: string): Promise<Response> {
  return fetch(new URL(path, edgeUrl(world, city)), { redirect: 'manual' })
}

/** Slug of any campaign that the API lists through a city's edge. */
export async function anyCampaign(world: RunningWorld, city: CityId): Promise<string> {
  const answer = await get(world, city, '/api/campaigns?locale=ko')
  const { campaigns } = (await answer.json()) as { campaigns: { slug: string }[] }
  const [first] = campaigns
  if (!first) throw new Error('The API lists no campaign')
  return first.slug
}

const VISITORS = 4

/** Requests a path through a city's edge repeatedly while `during` runs; returns the answers that were not 200. */
export async function failuresWhile(
  world: RunningWorld,
  city: CityId,
  path: string,
  during: () => Promise<unknown>,
): Promise<readonly string[]> {
  const failures: string[] = []
  let isOver = false
  const asking = Array.from({ length: VISITORS }, async () => {
    while (!isOver) {
      const answer = await get(world, city, path).catch((error: Error) => error)
      if (answer instanceof Error) failures.push(answer.message)
      else if (answer.status !== 200) failures.push(`${answer.status} ${await answer.text()}`)
      else await answer.arrayBuffer()
    }
  })
  try {
    await during()
  } finally {
    isOver = true
    await Promise.all(asking)
  }
  return failures
}
