import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLineOf, endOrphans } from '../kernel/orphans.ts'
import { WorldAlreadyRunningError } from './errors.ts'

/** Where a world keeps its files. */
interface WorldFolders {
  readonly root: string
  /** When they were taken, ISO 8601: the start of the world. */
  readonly startedAt: string
  /** Data directories, logs, journal: deleted when the world stops. */
  readonly run: string
  /** What makes the next start fast; kept. */
  readonly cache: string
  /** The running world's description, read by the scripts; absent while no world runs. */
  readonly descriptionFile: string
  /** The running world's access key, as the AWS CLI reads it; absent while no world runs. */
  readonly credentialsFile: string
}

export interface HeldFolders extends WorldFolders {
  /** Logs of a start that failed; kept until one succeeds. */
  readonly lastFailure: string
  /** The world stands: nothing will have to be looked into afterwards. */
  succeed(): void
  /** Ends what still runs, deletes everything but the cache, and the logs where the world did not come to stand; lets the next world in. */
  release(): void
}

interface LockContents {
  readonly pid: number
  /** Tells the holder from another program that was given its pid later. */
  readonly command: string
  readonly startedAt: string
}

/**
 * Takes the folder for this process. A folder that a dead process left behind is cleaned and taken; one that a live
 * process holds is refused with WorldAlreadyRunningError.
 */
export function takeFolders(root: string, cache = join(root, 'cache')): HeldFolders {
  const run = join(root, 'run')
  const lockFile = join(root, 'lock.json')
  const descriptionFile = join(root, 'world.json')
  const credentialsFile = join(root, 'credentials')
  // 0755: PostgreSQL may have to run under another user than the owner of the checkout.
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
    // Half-written by a process that died: it is free.
    return undefined
  }
}
