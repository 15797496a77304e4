import { chmodSync, existsSync, mkdtempSync, readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux's own file system in memory. Source: shm_overview(7). */
const IN_MEMORY = '/dev/shm'
/** Files of a run take up to 0.8 GiB; the rest is for the processes. */
const NEEDED_BYTES = 4 * 1024 ** 3

/**
 * Creates the folder for all temporary files of a run; the caller removes it. It is in memory where Linux has enough of it: tests
 * create and delete hundreds of thousands of small database files, which takes several times as long on a disk.
 */
export function createTemporaryFolder(): string {
  const folder = mkdtempSync(join(isRoomInMemory() ? IN_MEMORY : tmpdir(), 'meridian-tests-'))
  // PostgreSQL may run there as another user.
  chmodSync(folder, 0o755)
  return folder
}

function isRoomInMemory(): boolean {
  if (!existsSync(IN_MEMORY) || !isExecutable(readFileSync('/proc/mounts', 'utf8'))) return false
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  return Math.min(bavail * bsize, process.availableMemory()) > NEEDED_BYTES
}

/** Containers often mount it `noexec`, and tests run programs that they have just written. */
function isExecutable(mounts: string): boolean {
  const options = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, mountPoint]) => mountPoint === IN_MEMORY)?.[3]
  return options !== undefined && !options.split(',').includes('noexec')
}
