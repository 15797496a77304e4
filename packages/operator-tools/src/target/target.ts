import { type CityId, isCityId, isRegionId, type RegionId } from '@meridian/topology'
import type { FieldReader } from './reader.ts'
import { readStackOutputs, type StackOutputs } from './stack-outputs.ts'

/** A place to measure from: connections through this HTTP proxy come from the city. */
export interface Vantage {
  readonly city: CityId
  /** `http://host:port`, reached with CONNECT. */
  readonly proxy: string
}

/** One configured distance between two places: city ids and region ids. */
export interface LatencyRow {
  readonly from: string
  readonly to: string
  readonly rttMs: number
}

/** How a local world paces AWS's delays. */
type Pace = 'fast' | 'aws'

/** Whether changes take as long as on AWS. */
export const takesAwsTimes = ({ name, pace }: Pick<TargetDescription, 'name' | 'pace'>): boolean =>
  name === 'aws' || pace === 'aws'

/** Everything a tool needs to know about the system it works on, on AWS or on this machine. */
export interface TargetDescription {
  readonly schema: 1
  readonly name: 'local' | 'aws'
  /** When this world was started, ISO 8601; absent on AWS. */
  readonly startedAt?: string
  /** `fast` skips most of the time that changes take on AWS; absent on AWS. */
  readonly pace?: Pace
  /** Control endpoint for every AWS client; absent means AWS itself. */
  readonly endpoint?: string
  /** For the local world only; on AWS the SDK finds its own. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Region for clients of global services; regional clients set their own. */
  readonly region: RegionId
  /** DNS server to query; absent means the zone's own name servers. */
  readonly dns?: { readonly host: string; readonly port: number }
  readonly vantages: readonly Vantage[]
  readonly stackOutputs: StackOutputs
  /** The configured round trips; absent on AWS. */
  readonly latencyTable?: { readonly name: string; readonly rows: readonly LatencyRow[] }
  /** PEM file of a CA to trust besides the public ones. */
  readonly certificateFile?: string
  /** Endpoint for injecting failures over HTTP; absent on AWS and in worlds without one. */
  readonly failures?: string
  /** Bearer token of the failure endpoint. */
  readonly token?: string
}

/** Reads what a running world writes to `.world/world.json`; problems are collected in `read`. */
export function readWorldDescription(value: unknown, read: FieldReader): TargetDescription {
  const fields = read.object(value, 'world')
  if (fields.schema !== 1)
    read.problems.push(`schema is ${JSON.stringify(fields.schema)}: this version knows 1`)
  const credentials = read.object(fields.credentials, 'credentials')
  const dns = read.object(fields.dns, 'dns')
  return {
    schema: 1,
    name: 'local',
    startedAt: read.text(fields.startedAt, 'startedAt'),
    pace: fields.pace === 'aws' ? 'aws' : 'fast',
    endpoint: read.text(fields.endpoint, 'endpoint'),
    credentials: {
      accessKeyId: read.text(credentials.accessKeyId, 'credentials.accessKeyId'),
      secretAccessKey: read.text(credentials.secretAccessKey, 'credentials.secretAccessKey'),
    },
    region: readRegion(fields.region, 'region', read),
    dns: { host: read.text(dns.host, 'dns.host'), port: read.number(dns.port, 'dns.port') },
    vantages: read.list(fields.vantages, 'vantages', (item, path) => readVantage(item, path, read)),
    stackOutputs: readStackOutputs(fields.stackOutputs, 'stackOutputs', read),
    ...(fields.latencyTable === undefined
      ? {}
      : { latencyTable: readLatencyTable(fields.latencyTable, read) }),
    ...(fields.certificateFile === undefined
      ? {}
      : { certificateFile: read.text(fields.certificateFile, 'certificateFile') }),
    ...(fields.failures === undefined ? {} : { failures: read.text(fields.failures, 'failures') }),
    ...(fields.token === undefined ? {} : { token: read.text(fields.token, 'token') }),
  }
}

function readRegion(value: unknown, path: string, read: FieldReader): RegionId {
  const text = read.text(value, path)
  if (isRegionId(text)) return text
  if (text !== '') read.problems.push(`${path} is "${text}": it must be one of Meridian's regions`)
  return 'us-east-1'
}

function readVantage(value: unknown, path: string, read: FieldReader): Vantage {
  const fields = read.object(value, path)
  const city = read.text(fields.city, `${path}.city`)
  if (city !== '' && !isCityId(city))
    read.problems.push(`${path}.city is "${city}": topology has no such city`)
  return { city: isCityId(city) ? city : 'seoul', proxy: read.text(fields.proxy, `${path}.proxy`) }
}

function readLatencyTable(value: unknown, read: FieldReader) {
  const fields = read.object(value, 'latencyTable')
  const rows = read.list(fields.rows, 'latencyTable.rows', (item, path): LatencyRow => {
    const row = read.object(item, path)
    return {
      from: read.text(row.from, `${path}.from`),
      to: read.text(row.to, `${path}.to`),
      rttMs: read.number(row.rttMs, `${path}.rttMs`),
    }
  })
  return { name: read.text(fields.name, 'latencyTable.name'), rows }
}

/** The configured round trip between two places, in either order; undefined when the target has none. */
export function configuredRoundTripMs(
  target: Pick<TargetDescription, 'latencyTable'>,
  from: string,
  to: string,
): number | undefined {
  return target.latencyTable?.rows.find(
    (row) => (row.from === from && row.to === to) || (row.from === to && row.to === from),
  )?.rttMs
}
