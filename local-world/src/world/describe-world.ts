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
import type { Pace } from '../kernel/settings.ts'
import type { AccessKey } from '../kernel/trust/access-keys.ts'
import { route53 } from '../modules/route53/index.ts'
import type { RunningWorld } from './start-world.ts'

/** Where everything is, without secrets: what `npm start -- --json` prints. */
export interface WorldDescription {
  readonly schema: 1
  readonly pid: number
  /** ISO 8601. */
  readonly startedAt: string
  readonly stack: string
  /** How fast AWS's delays run here. */
  readonly pace: Pace
  /** Settings that overrode the stack file's at its start. */
  readonly config: Readonly<Record<string, string>>
  readonly endpoint: string
  /** Endpoint where failures are injected and healed. */
  readonly failures: string
  readonly console: string
  /** For the AWS CLI and the SDKs: `AWS_SHARED_CREDENTIALS_FILE`. */
  readonly credentialsFile: string
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

/** `.world/world.json`, readable only by its owner: the SRE tools read the world's credential from it. */
export interface WorldFile extends WorldDescription {
  readonly credentials: AccessKey
  /** For the endpoints that are not AWS's: `Authorization: Bearer …`. */
  readonly token: string
}

/** Writes the description and the credential into the world's folder, where the tools look for them; returns the description. */
export function announceWorld(
  world: RunningWorld,
  consoleUrl: string,
  config: WorldDescription['config'] = {},
): WorldDescription {
  const { folders, trust } = world
  const description = { ...describeWorld(world, consoleUrl), config }
  const file: WorldFile = { ...description, credentials: trust.keys.own, token: trust.token }
  writeFileSync(graphFileOf(folders.run), JSON.stringify(describeGraph(world.graph)))
  writeFileSync(folders.credentialsFile, credentialsFile(trust.keys.own), OWNER_ONLY)
  writeFileSync(folders.descriptionFile, `${JSON.stringify(file, null, 2)}\n`, OWNER_ONLY)
  return description
}

const OWNER_ONLY = { mode: 0o600 }

/** In the format of AWS's own tools. */
const credentialsFile = ({ accessKeyId, secretAccessKey }: AccessKey): string =>
  `# The key of the world that runs here, valid until it stops. Its endpoint is in world.json.
[default]
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
`

/** The resources the world was started from, secrets masked: `npm run preview` compares with them. */
export function graphFileOf(runFolder: string): string {
  return join(runFolder, 'graph.json')
}

function describeWorld(world: RunningWorld, consoleUrl: string): Omit<WorldDescription, 'config'> {
  const dnsPort = world.running(route53).port
  return {
    schema: 1,
    pid: process.pid,
    startedAt: world.folders.startedAt,
    stack: world.graph.contents.stack,
    pace: world.settings.pace,
    endpoint: world.controlEndpoint,
    failures: world.failures.url,
    console: consoleUrl,
    credentialsFile: world.folders.credentialsFile,
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
        name: world.trust.isOpen ? 'any region, any credentials' : 'any region, with the key of this world',
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
