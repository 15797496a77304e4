// A template is a data directory made by initdb, with what every Aurora cluster has: roles, functions, internal
// passwords. It does not depend on the program, so it is made once per checkout and copied at every start.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'
import { runProgram } from './run-program.ts'

/** Passwords of the roles that customers never see; they differ from checkout to checkout. */
interface InternalPasswords {
  readonly rdsadmin: string
  readonly rdsrepladmin: string
}

export interface Template {
  readonly folder: string
  readonly passwords: InternalPasswords
  /** False when it came from the cache. */
  readonly isNew: boolean
}

const INITDB_OPTIONS = [
  '--username=rdsadmin',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  // The only provider that sorts identically on every platform.
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
  '--data-checksums',
  // Small segments make small copies; Aurora has no WAL files at all.
  '--wal-segsize=1',
  // The template can be made again, so it need not survive a power cut.
  '--no-sync',
  '--no-instructions',
] as const
/** The databases after initdb; every later one is a copy of the first. */
const DATABASES = ['template1', 'postgres'] as const
const KEY_CHARACTERS = 16
const PREFIX = 'postgres-template-'
const UNUSED_AFTER_MS = 14 * 86_400_000

/** The cached template for these binaries; makes it if there is none. */
export async function ensureTemplate(
  binaries: PostgresBinaries,
  account: Account,
  cacheFolder: string,
): Promise<Template> {
  const roles = await readFile(join(import.meta.dirname, 'sql/roles.sql'), 'utf8')
  const functions = await readFile(join(import.meta.dirname, 'sql/functions.sql'), 'utf8')
  const key = createHash('sha256')
    .update(
      JSON.stringify([binaries.version, INITDB_OPTIONS, roles, functions, account.kind, process.getuid?.()]),
    )
    .digest('hex')
    .slice(0, KEY_CHARACTERS)
  const folder = join(cacheFolder, `${PREFIX}${key}`)
  const cached = await readTemplate(folder)
  if (cached) {
    const now = new Date()
    await utimes(folder, now, now).catch(() => {}) // Marks when it was last used.
    return { ...cached, isNew: false }
  }

  await mkdir(cacheFolder, { recursive: true })
  const draft = await mkdtemp(`${folder}.`)
  try {
    await fillTemplate(draft, { binaries, account, roles, functions })
    await publish(draft, folder)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  await removeUnused(cacheFolder)
  const made = await readTemplate(folder)
  if (!made) throw new Error(`The template ${folder} vanished while it was being made`)
  return { ...made, isNew: true }
}

/** `template.json` is written last: a folder without it is unfinished. */
async function readTemplate(folder: string): Promise<Omit<Template, 'isNew'> | undefined> {
  try {
    const passwords: InternalPasswords = JSON.parse(await readFile(join(folder, 'template.json'), 'utf8'))
    return { folder: join(folder, 'data'), passwords }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function fillTemplate(
  draft: string,
  parts: { binaries: PostgresBinaries; account: Account; roles: string; functions: string },
): Promise<void> {
  const { binaries, account } = parts
  const data = join(draft, 'data')
  const passwords: InternalPasswords = { rdsadmin: newPassword(), rdsrepladmin: newPassword() }
  const passwordFile = join(draft, 'initdb-password')
  await writeFile(passwordFile, passwords.rdsadmin, { mode: 0o600 })
  await account.own(draft)
  await runProgram(
    account,
    [binaries.initdb, `--pgdata=${data}`, `--pwfile=${passwordFile}`, ...INITDB_OPTIONS],
    {
      workingFolder: draft,
    },
  )
  const login = `ALTER ROLE rdsrepladmin PASSWORD '${passwords.rdsrepladmin}';\n\n`
  await runStatements(parts, draft, 'postgres', parts.roles + login)
  for (const database of DATABASES) await runStatements(parts, draft, database, parts.functions)
  await removeMaps(data)
  await rm(passwordFile)
  await writeFile(join(draft, 'template.json'), JSON.stringify(passwords), { mode: 0o600 })
}

/** Single-user mode needs no port, and may write to the system catalogue. */
function runStatements(
  { binaries, account }: { binaries: PostgresBinaries; account: Account },
  draft: string,
  database: string,
  statements: string,
): Promise<string> {
  const command = [binaries.postgres, '--single', '-j', '-O', '-D', join(draft, 'data')]
  const options = ['-c', 'fsync=off', '-c', 'exit_on_error=on']
  return runProgram(account, [...command, ...options, database], { workingFolder: draft, input: statements })
}

/**
 * Removes the free space and visibility maps, a quarter of all files. PostgreSQL makes them again as it needs them, so each server
 * and each database starts with less to copy. Source: PostgreSQL's manual, 73.3 and 73.4.
 */
async function removeMaps(data: string): Promise<void> {
  const names = await readdir(data, { recursive: true })
  await Promise.all(names.filter((name) => /_(fsm|vm)$/.test(name)).map((name) => rm(join(data, name))))
}

async function publish(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder)
  } catch (error) {
    // Another world has made the same template meanwhile; it is as good.
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Templates of other versions are kept for a while: another world may be copying one. */
async function removeUnused(cacheFolder: string): Promise<void> {
  const names = (await readdir(cacheFolder)).filter((name) => name.startsWith(PREFIX))
  for (const name of names) {
    const folder = join(cacheFolder, name)
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    // File times come from the machine's clock, so compare with that.
    if (Date.now() - mtimeMs > UNUSED_AFTER_MS) await rm(folder, { recursive: true, force: true })
  }
}

const newPassword = (): string => randomBytes(24).toString('hex')
