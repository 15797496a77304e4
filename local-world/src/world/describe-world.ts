import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeGraph } from '@meridian/resource-graph'
import {
  CITY_IDS,
  FIRST_PRIMARY,
  inCity,
  inRegion,
  placeName,
  REGION_IDS,
  roundTripMs,
} from '@meridian/topology'
import type { AddressLine } from '../kernel/module.ts'
import { route53 } from '../modules/route53/index.ts'
import type { RunningWorld } from './start-world.ts'

/** Any pair is accepted: the control endpoint reads the region from the signature and does not check it. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' }

/** `.world/world.json`: where everything is, for the SRE tools (packages/drills reads it as its local target). */
export interface WorldDescription {
  readonly schema: 1
  readonly pid: number
  readonly stack: string
  readonly endpoint: string
  /** Where faults are injected and healed. */
  readonly faults: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly region: string
  readonly dns: { readonly host: string; readonly port: number }
  readonly vantages: readonly { readonly city: string; readonly proxy: string }[]
  readonly certificateFile: string
  readonly latencyTable: {
    readonly name: string
    readonly rows: readonly { readonly from: string; readonly to: string; readonly rttMs: number }[]
  }
  readonly stackOutputs: Readonly<Record<string, unknown>>
  readonly addresses: readonly AddressLine[]
}

/** Writes the description into the world's folder, where the tools look for it, and returns it. */
export function announceWorld(world: RunningWorld, consoleUrl: string): WorldDescription {
  const description = describeWorld(world, consoleUrl)
  writeFileSync(graphFileOf(world.folders.run), JSON.stringify(describeGraph(world.graph)))
  writeFileSync(world.folders.descriptionFile, `${JSON.stringify(description, null, 2)}\n`)
  return description
}

/** What the world was started from, secrets masked: `npm run preview` compares with it. */
export function graphFileOf(runFolder: string): string {
  return join(runFolder, 'graph.json')
}

function describeWorld(world: RunningWorld, consoleUrl: string): WorldDescription {
  const dnsPort = world.running(route53).port
  return {
    schema: 1,
    pid: process.pid,
    stack: world.graph.contents.stack,
    endpoint: world.controlEndpoint,
    faults: world.faults.url,
    credentials: CREDENTIALS,
    region: FIRST_PRIMARY,
    dns: { host: '127.0.0.1', port: dnsPort },
    vantages: CITY_IDS.map((city) => ({ city, proxy: world.visitors.proxyUrl(city) })),
    certificateFile: world.certificateFile,
    latencyTable: { name: world.settings.wan.table, rows: latencyRows(world) },
    stackOutputs: publicOutputs(world),
    addresses: [
      {
        section: 'Control',
        label: 'AWS endpoint',
        address: world.controlEndpoint,
        name: 'any region, any credentials',
      },
      { section: 'Control', label: 'Console', address: consoleUrl },
      ...world.addresses(),
    ],
  }
}

function latencyRows(world: RunningWorld) {
  const cities = CITY_IDS.flatMap((city) =>
    REGION_IDS.map((region) => ({ from: inCity(city), to: inRegion(region) })),
  )
  const regions = REGION_IDS.flatMap((from, index) =>
    REGION_IDS.slice(index + 1).map((to) => ({ from: inRegion(from), to: inRegion(to) })),
  )
  return [...regions, ...cities].map(({ from, to }) => ({
    from: from.kind === 'city' ? from.city : placeName(from),
    to: placeName(to),
    rttMs: roundTripMs(from, to, world.settings.wan.table),
  }))
}

function publicOutputs({ graph }: RunningWorld): Record<string, unknown> {
  const { stackOutputs, secretStackOutputs } = graph.contents
  return Object.fromEntries(
    Object.entries(stackOutputs).filter(([name]) => !secretStackOutputs?.includes(name)),
  )
}
