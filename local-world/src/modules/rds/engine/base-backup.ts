import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { type AdministratorConnection, asAdministrator } from './administration.ts'
import { copyFolder } from './copy-folder.ts'

/** Files that belong to the running server, not to its data (PostgreSQL's manual, 25.3.4). */
const NOT_COPIED: ReadonlySet<string> = new Set(['postmaster.pid', 'postmaster.opts'])
const CONTENTS_NOT_COPIED: ReadonlySet<string> = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
])

/**
 * Copies the data of a running server into empty folders with the low-level backup API: these binaries come without
 * pg_basebackup. The copies contain all the WAL they need to become consistent on their own.
 */
export async function takeBaseBackup(
  connection: AdministratorConnection,
  source: string,
  targets: readonly string[],
): Promise<void> {
  await asAdministrator(connection, async (client) => {
    await client.query("SELECT pg_backup_start('base backup', fast => true)")
    await Promise.all(targets.map((target) => copyFolder(source, target, isSkipped)))
    const { rows } = await client.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    )
    const label = rows[0]?.labelfile ?? ''
    await Promise.all(targets.map((target) => finishCopy(source, target, label)))
  })
}

function isSkipped(path: string): boolean {
  const [first = '', ...rest] = path.split(sep)
  return NOT_COPIED.has(path) || (rest.length > 0 && CONTENTS_NOT_COPIED.has(first))
}

/** WAL is copied after the backup ends, so that it includes the point at which the copy is consistent. */
async function finishCopy(source: string, target: string, label: string): Promise<void> {
  await writeFile(join(target, 'backup_label'), label, { mode: 0o600 })
  const log = join(source, 'pg_wal')
  const copy = join(target, 'pg_wal')
  await copyFolder(log, copy, (path) => relative('archive_status', path) === '')
  await mkdir(join(copy, 'archive_status'), { recursive: true, mode: 0o700 })
}
