import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLineOf, endOrphans } from '../kernel/orphans.ts'
import { WorldAlreadyRunningError } from './errors.ts'

/** Where a world keeps its files. */
interface WorldFolders {
  readonly root: string
  /** When the folders were taken, ISO 8601: the start of the world. */
  readonly startedAt: string
  /** Data directories, logs, journal: deleted when the world stops. */
  readonly run: string
  /** Cache for a faster next start; kept. */
  readonly cache: string
  /** The running world's description, read by the scripts; absent if no world runs. */
  readonly descriptionFile: string
  /** The running world's access key, in the AWS CLI's format; absent if no world runs. */
  readonly credentialsFile: string
}

export interface HeldFolders extends WorldFolders {
  /** Logs of a start that failed; kept until one succeeds. */
  readonly lastFailure: string
  /** The world has started: the logs are not needed after it stops. */
  succeed(): void
  /** Ends what still runs, deletes everything but the cache (keeping the logs of a failed start), and releases the lock. */
  release(): void
}

interface LockContents {
  readonly pid: number
  /** Distinguishes the holder from another program that later gets the same pid. */
  readonly command: string
  readonly startedAt: string
}

/**
 * Takes the folder for this process. A folder left behind by a dead process is cleaned and taken; one held by a live process
 * is refused with WorldAlreadyRunningError.
 */
export function takeFolders(root: string, cache = join(root, 'cache')): HeldFolders {
  const run = join(root, 'run')
  const lockFile = join(root, 'lock.json')
  const descriptionFile = join(root, 'world.json')
  const credentialsFile = join(root, 'credentials')
  // 0755: PostgreSQL may have to run as another user than the checkout's owner.
  for (const folder of [root, cache]) mkdirSync(folder, { recursive: true, mode: 0o755 })
  const { startedAt } = takeLock(lockFile, root)
  const clear = () => {
    rmSync(run, { recursive: true, force: true, maxRetries: 5 })
    for (const file of [descriptionFile, credentialsFile]) rmSync(file, { force: true })
  }
  endOrphans(run)
  clear()
  mkdirSync(run, { recursive: true, mode: 0o755 })
  const lastFailure = join(root, 'last-failure')
  let hasSucceeded = false
  let isReleased = false
  return {
    root,
    startedAt,
    run,
    cache,
    descriptionFile,
    credentialsFile,
    lastFailure,
    succeed() {
      hasSucceeded = true
      rmSync(lastFailure, { recursive: true, force: true })
    },
    release() {
      if (isReleased) return
      isReleased = true
      endOrphans(run)
      if (!hasSucceeded) keepLogs(run, lastFailure)
      clear()
      rmSync(lockFile, { force: true })
    },
  }
}

function keepLogs(run: string, lastFailure: string): void {
  const logs = join(run, 'logs')
  if (!existsSync(logs)) return
  rmSync(lastFailure, { recursive: true, force: true })
  renameSync(logs, lastFailure)
}

function takeLock(lockFile: string, root: string): LockContents {
  const contents: LockContents = {
    pid: process.pid,
    command: commandLineOf(process.pid),
    startedAt: new Date().toISOString(),
  }
  try {
    writeFileSync(lockFile, JSON.stringify(contents), { flag: 'wx' })
    return contents
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const holder = readLock(lockFile)
  if (holder && commandLineOf(holder.pid) !== '' && commandLineOf(holder.pid) === holder.command)
    throw new WorldAlreadyRunningError(holder.pid, root, holder.startedAt)
  writeFileSync(lockFile, JSON.stringify(contents))
  return contents
}

function readLock(lockFile: string): LockContents | undefined {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8'))
  } catch {
    // Half-written by a process that died: the folder is free.
    return undefined
  }
}
