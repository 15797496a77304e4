import { randomUUID } from 'node:crypto'
import { TLSSocket } from 'node:tls'
import { CITIES, REGION_IDS } from '@meridian/topology'
import { openConnection, type Route } from '../probes/connection.ts'
import { type HttpClient, openHttpClient } from '../probes/http-client.ts'
import { type Check, checkThat, failed } from '../report/findings.ts'
import { accessTo, edgeAccess, routeTo } from '../target/routes.ts'
import type { TargetDescription } from '../target/target.ts'
import type { WayIn } from './visitors.ts'

export interface WriteOptions {
  readonly timeoutMs: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** An entry point to check, and its display name. */
export interface WriteEntryPoint {
  readonly label: string
  readonly route: () => Route
}

/** The part of `GET /api/region` that these checks read. */
interface RegionSays {
  readonly region: string
  readonly writer: { readonly region: string | null } | null
  readonly replicationLagMs: number | null
}

/** Beyond this a visitor waits for their own write: the services' budget is shorter. */
const LONGEST_LAG_MS = 5_000
/** ACM renews 60 days before expiry; with half of that left, something is blocking renewal. */
const FEWEST_DAYS = 30
const DAY_MS = 86_400_000
const TOKEN_HEADER = 'x-meridian-consistency'

/**
 * From each region, or each city where regions are not checked: who writes, how old the replica is, whether a write is stored
 * once and read back, and how long the certificate is still valid.
 *
 * Each run writes one lead per entry point, from `verify-deployment@example.com`: the only proof that leads arrive.
 */
export async function checkWrites(
  target: TargetDescription,
  through: WayIn,
  options: WriteOptions,
): Promise<readonly Check[]> {
  return checkWritesFrom(await entryPointsOf(target, through), options)
}

/** The same for entry points given by the caller. */
export async function checkWritesFrom(
  entryPoints: readonly WriteEntryPoint[],
  options: WriteOptions,
): Promise<readonly Check[]> {
  const results = await Promise.all(entryPoints.map((entryPoint) => checkEntryPoint(entryPoint, options)))
  return [...results.flatMap(({ checks }) => checks), judgeWriters(results.map(({ writer }) => writer))]
}

async function entryPointsOf(target: TargetDescription, through: WayIn): Promise<readonly WriteEntryPoint[]> {
  if (through === 'regions') {
    const access = await accessTo(target)
    const city = target.vantages[0]?.city
    return REGION_IDS.map((region) => ({
      label: region,
      route: () => routeTo(target, city, region, access),
    }))
  }
  const access = await edgeAccess(target)
  const cities = target.vantages.length > 0 ? target.vantages.map(({ city }) => city) : [undefined]
  return cities.map((city) => ({
    label: city ? `the edge of ${CITIES[city].label}` : 'the edge',
    route: () => routeTo(target, city, 'edge', access),
  }))
}

interface EntryPointResult {
  readonly checks: readonly Check[]
  readonly writer: string | undefined
}

async function checkEntryPoint(
  { label, route }: WriteEntryPoint,
  { timeoutMs, now }: WriteOptions,
): Promise<EntryPointResult> {
  try {
    const way = route()
    await using client = openHttpClient(way, { connections: 1, timeoutMs })
    const said = await askRegion(client)
    const validTo = await certificateEnd(way, timeoutMs)
    return {
      checks: [
        judgeWriter(label, said),
        judgeReplica(label, said),
        await checkWrite(`${label} stores a write once and reads it back`, client),
        ...(validTo === undefined ? [] : [judgeCertificate(label, validTo, now())]),
      ],
      writer: said.writer?.region ?? undefined,
    }
  } catch (error) {
    return {
      checks: [failed(`${label} can be asked who writes`, (error as Error).message)],
      writer: undefined,
    }
  }
}

async function askRegion(client: HttpClient): Promise<RegionSays> {
  const { status, body } = await client.send({ method: 'GET', path: '/api/region' })
  if (status !== 200) throw new Error(`GET /api/region answered ${status}`)
  return JSON.parse(body) as RegionSays
}

function judgeWriter(label: string, { writer }: Pick<RegionSays, 'writer'>): Check {
  return checkThat(
    writer?.region != null,
    `${label} reports a writer`,
    writer?.region ?? 'none: it refuses leads',
  )
}

/** In a split brain both halves would accept writes. */
function judgeWriters(writers: readonly (string | undefined)[]): Check {
  const seen = [...new Set(writers.map((writer) => writer ?? 'none'))]
  return checkThat(
    seen.length === 1 && seen[0] !== 'none',
    'every way in leads to the same writer',
    seen.join(', ') || 'nobody was asked',
  )
}

export function judgeReplica(
  label: string,
  { region, replicationLagMs }: Pick<RegionSays, 'region' | 'replicationLagMs'>,
): Check {
  return checkThat(
    replicationLagMs !== null && replicationLagMs <= LONGEST_LAG_MS,
    `${label} reads a replica that keeps up`,
    replicationLagMs === null
      ? `${region} does not say how old its replica is`
      : `${Math.round(replicationLagMs)} ms behind in ${region}, ${LONGEST_LAG_MS} at most`,
  )
}

async function checkWrite(name: string, client: HttpClient): Promise<Check> {
  return leaveLead(name, client).catch((error: Error) => failed(name, error.message))
}

/** Sends one lead twice under one idempotency key and reads it back with the token of the response. */
async function leaveLead(name: string, client: HttpClient): Promise<Check> {
  const listed = await client.send({ method: 'GET', path: '/api/campaigns?locale=en&limit=1' })
  const [campaign] =
    listed.status === 200 ? (JSON.parse(listed.body) as { campaigns: { slug: string }[] }).campaigns : []
  if (!campaign) return failed(name, `no campaign to leave a lead for: ${listed.status}`)
  const request = {
    method: 'POST' as const,
    path: '/api/leads',
    headers: { 'idempotency-key': `verify-${randomUUID()}` },
    body: {
      campaignSlug: campaign.slug,
      kind: 'contact',
      name: 'verify-deployment',
      email: 'verify-deployment@example.com',
      locale: 'en',
      consent: true,
    },
  }
  const first = await client.send(request)
  if (first.status !== 201) return failed(name, `the write was answered ${first.status}${codeOf(first.body)}`)
  const second = await client.send(request)
  const [id, again] = [first, second].map(({ body }) => (JSON.parse(body) as { id?: string }).id)
  if (second.status !== 201 || again !== id)
    return failed(
      name,
      `sent again under its key it was answered ${second.status}, with ${again} and not ${id}`,
    )
  const token = first.header(TOKEN_HEADER)
  const found = await client.send({
    method: 'GET',
    path: `/api/leads/${id}`,
    headers: token === undefined ? {} : { [TOKEN_HEADER]: token },
  })
  return checkThat(
    found.status === 200,
    name,
    found.status === 200
      ? `lead ${id}`
      : `reading lead ${id} back was answered ${found.status}${codeOf(found.body)}`,
  )
}

function codeOf(body: string): string {
  try {
    const { code } = JSON.parse(body) as { code?: string }
    return code === undefined ? '' : ` (${code})`
  } catch {
    return ''
  }
}

/** When an entry point's certificate expires, in Node's format (`Dec  1 12:00:00 2026 GMT`); undefined without TLS. */
async function certificateEnd(route: Route, timeoutMs: number): Promise<string | undefined> {
  const { socket } = await openConnection(route, timeoutMs)
  try {
    return socket instanceof TLSSocket ? socket.getPeerCertificate().valid_to : undefined
  } finally {
    socket.destroy()
  }
}

/** @param validTo in Node's format: `Dec  1 12:00:00 2026 GMT`. */
export function judgeCertificate(label: string, validTo: string, nowMs: number): Check {
  const days = Math.floor((Date.parse(validTo) - nowMs) / DAY_MS)
  return checkThat(
    days >= FEWEST_DAYS,
    `${label} shows a certificate that is valid for ${FEWEST_DAYS} days or more`,
    `${days} days left`,
  )
}
