import type { RegionId } from '@meridian/topology'
import type { ServerFiles } from './server-files.ts'

/** What a server's configuration says about itself and the other members. */
export interface ServerIdentity {
  readonly instanceId: string
  readonly region: RegionId
  readonly engineVersion: string
  /** Every instance of the database; the writer names its followers by these. */
  readonly members: readonly { readonly instance: string; readonly region: RegionId }[]
}

/** The server that this one follows: a port that leads to it over the link between their regions. */
interface Upstream {
  readonly port: number
  readonly password: string
}

export interface ServerSettings {
  readonly identity: ServerIdentity
  readonly port: number
  /** From the cluster's parameter group. */
  readonly parameters: Readonly<Record<string, string>>
  readonly upstream: Upstream | undefined
  /** A slow disk: how long each WAL flush waits. */
  readonly commitDelayMs?: number
}

/** PostgreSQL's limit for `commit_delay`. */
export const MAX_COMMIT_DELAY_MS = 100

/** Settings of every server here, whatever the parameter group says. */
const FIXED = {
  listen_addresses: '127.0.0.1',
  // Socket paths are limited to 107 bytes, and a checkout may be deeply nested.
  unix_socket_directories: '',
  shared_buffers: '32MB',
  max_connections: '100',
  // Segments in /dev/shm would outlive a killed server; these are in the data directory.
  dynamic_shared_memory_type: 'mmap',
  huge_pages: 'off',
  jit: 'off',
  // A killed process loses nothing it wrote; only a power cut would, and the folder is deleted with the world anyway.
  fsync: 'off',
  // Six servers share the disk. WAL segments are 1 MB, so checkpoints come early enough.
  max_wal_size: '96MB',
  min_wal_size: '16MB',
  wal_level: 'replica',
  hot_standby_feedback: 'on',
  // One reply a second limits how old the lag known to the writer is.
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '200ms',
  // For a follower that is slightly behind when it changes its upstream.
  wal_keep_size: '64MB',
  // A follower that stays away too long is rebuilt: its slot must not fill the disk.
  max_slot_wal_keep_size: '512MB',
  // Above any round trip; a cut link shows as a lost follower after this time.
  wal_sender_timeout: '15s',
  wal_receiver_timeout: '15s',
  ssl: 'on',
  ssl_min_protocol_version: 'TLSv1.2',
  password_encryption: 'scram-sha-256',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_checkpoints: 'off',
  log_timezone: 'UTC',
  timezone: 'UTC',
} as const

const MICROSECONDS = 1_000

/** Prefixes of parameters that only Aurora knows. */
const AURORA_ONLY = /^(rds|apg|aurora|rdsadmin)[._]/
/** Machine-dependent parameters: this server sets them itself, whatever the group says. */
const OWNED: ReadonlySet<string> = new Set(Object.keys(FIXED))

/** Aurora parameters with a meaning here: in pg_hba.conf, or as a default without effect. */
const UNDERSTOOD: ReadonlySet<string> = new Set(['rds.force_ssl', 'rds.global_db_rpo'])

/** The parameters that reach the server, and the names of those that do not: formulas, Aurora's own, machine-dependent ones. */
export function sortParameters(parameters: Readonly<Record<string, string>>) {
  const isApplied = ([name, value]: readonly [string, string]) =>
    !AURORA_ONLY.test(name) && !OWNED.has(name) && !value.includes('{')
  const all = Object.entries(parameters)
  return {
    applied: Object.fromEntries(all.filter(isApplied)),
    ignored: all.filter((entry) => !isApplied(entry) && !UNDERSTOOD.has(entry[0])).map(([name]) => name),
  }
}

/** The complete postgresql.conf of one server. */
export function serverConfiguration(settings: ServerSettings, files: ServerFiles): string {
  const { identity, port, upstream, commitDelayMs = 0 } = settings
  const values: Record<string, string> = {
    ...FIXED,
    ...sortParameters(settings.parameters).applied,
    data_directory: files.data,
    hba_file: files.hostRules,
    ssl_cert_file: files.certificate,
    ssl_key_file: files.privateKey,
    port: String(port),
    cluster_name: identity.instanceId,
    'aurora.region': identity.region,
    'aurora.engine_version': identity.engineVersion,
    'aurora.members': JSON.stringify(
      identity.members.map((member) => ({ ...member, slot: slotName(member.instance) })),
    ),
    primary_conninfo: upstream ? connectionInfo(upstream, identity.instanceId) : '',
    primary_slot_name: upstream ? slotName(identity.instanceId) : '',
    // commit_delay is part of a flush, and without fsync there are no flushes.
    ...(commitDelayMs > 0 && {
      fsync: 'on',
      commit_siblings: '0',
      commit_delay: String(commitDelayMs * MICROSECONDS),
    }),
  }
  const lines = Object.entries(values).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`)
  return `${lines.join('\n')}\n`
}

/**
 * pg_hba.conf. Clients connect with TLS and password, as rds.force_ssl (1 by default from PostgreSQL 17) requires. The world's
 * own roles connect from this machine only, with a password.
 */
export function hostRules(parameters: Readonly<Record<string, string>>): string {
  const client = parameters['rds.force_ssl'] === '0' ? 'host' : 'hostssl'
  const rules = [
    ['host', 'all', 'rdsadmin'],
    ['host', 'replication', 'rdsrepladmin'],
    ['host', 'all', 'rdsrepladmin', 'reject'],
    [client, 'all', 'all'],
  ]
  return rules
    .map(([kind, database, user, method = 'scram-sha-256']) =>
      [kind, database, user, '127.0.0.1/32', method].join(' '),
    )
    .join('\n')
    .concat('\n')
}

/** Slot names allow no hyphens and instance identifiers no underscores, so the mapping is one to one. */
export function slotName(instanceId: string): string {
  return instanceId.replaceAll('-', '_')
}

function connectionInfo({ port, password }: Upstream, instanceId: string): string {
  return `host=127.0.0.1 port=${port} user=rdsrepladmin password=${password} application_name=${instanceId} sslmode=disable`
}
