// PostgreSQL refuses to run as root. This file tries the ways to run it as another user and keeps the first that works.
// On Linux it also asks the kernel to end a server when the world that started it dies, even by SIGKILL.
import { execFile } from 'node:child_process'
import { chown, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PostgresUnavailableError } from '../errors.ts'

const execute = promisify(execFile)

/** `nobody`: exists everywhere and owns nothing. */
const NOBODY = 65_534
/** A user namespace in which the same files and folders, a private home included, belong to `nobody`. */
const NAMESPACE = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
/** SIGQUIT is PostgreSQL's immediate shutdown. */
const END_WITH_PARENT = ['setpriv', '--pdeathsig', 'QUIT']

/** The user that runs PostgreSQL. */
export interface Account {
  readonly kind: 'self' | 'namespace' | 'nobody'
  /** Precedes the program on the command line. */
  readonly prefix: readonly string[]
  readonly ids: { readonly uid?: number; readonly gid?: number }
  /** Gives the account a folder made by this process. */
  own(folder: string): Promise<void>
}

const UNCHANGED = async () => {}

/** The first way that works: as oneself; as root, in a user namespace or as `nobody`. */
export async function findAccount(postgres: string): Promise<Account> {
  const isLinux = process.platform === 'linux'
  const tail = isLinux && (await works([...END_WITH_PARENT, 'true'])) ? END_WITH_PARENT : []
  if (process.getuid?.() !== 0) return { kind: 'self', prefix: tail, ids: {}, own: UNCHANGED }
  if (isLinux && (await works([...NAMESPACE, ...tail, postgres, '--version'])))
    return { kind: 'namespace', prefix: [...NAMESPACE, ...tail], ids: {}, own: UNCHANGED }
  const ids = { uid: NOBODY, gid: NOBODY }
  if (await works([postgres, '--version'], ids))
    return { kind: 'nobody', prefix: tail, ids, own: giveToNobody }
  throw new PostgresUnavailableError(
    `PostgreSQL does not run as root, user namespaces are not available, and user ${NOBODY} cannot execute ${postgres}. ` +
      'Run as another user, or move the checkout to a folder that every user can enter, such as /srv.',
  )
}

async function works(command: readonly string[], ids: Account['ids'] = {}): Promise<boolean> {
  const [file = '', ...args] = command
  try {
    await execute(file, args, { ...ids })
    return true
  } catch {
    return false
  }
}

async function giveToNobody(folder: string): Promise<void> {
  await chown(folder, NOBODY, NOBODY)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
    await chown(join(entry.parentPath, entry.name), NOBODY, NOBODY)
}
