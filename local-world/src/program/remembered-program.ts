// The same program gives the same graph, and running it takes a third of a world's start. So its graph is cached with a digest
// of all its inputs: the stack's settings, the providers that answered it, the lock file, and every file that the program's own
// process read. If any of them changes, the program runs again.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type GraphContents, ResourceGraph } from '@meridian/resource-graph'
import { areUnchanged, digestsOf, type ProgramReads, type ReadDigests } from './read-digests.ts'
import { type ProgramRun, type RunProgramOptions, runProgram } from './run-program.ts'

export interface RememberOptions extends RunProgramOptions {
  readonly cacheFolder: string
  /** Runs the program even if its graph is cached. */
  readonly isFresh?: boolean
}

export interface RememberedRun extends ProgramRun {
  /** When the cached program ran; undefined if it ran just now. */
  readonly describedAt: string | undefined
}

interface Memory extends Omit<ProgramRun, 'graph'> {
  readonly digest: string
  /** What the program's process read. */
  readonly reads: ReadDigests
  readonly describedAt: string
  readonly contents: GraphContents
}

/** Each is two megabytes; one for each stack of a program, and for each set of settings that override the stack's file. */
const MOST_MEMORIES = 40
const PREFIX = 'program-'

/** What answers the program, relative to the repository root; folders with their contents. The program's own reads are added. */
const INGREDIENTS = ['packages', 'local-world/src', 'package-lock.json'] as const
/** Hidden files come and go while tests run. */
const IGNORED = /(^|\/)(node_modules|test|\.[^/]+)(\/|$)|\.test\.ts$/

/** Runs the program, or returns its cached result if nothing has changed since. */
export async function runRememberedProgram(options: RememberOptions): Promise<RememberedRun> {
  const file = join(options.cacheFolder, memoryName(options))
  const digest = await digestOf(options)
  const memory = options.isFresh ? undefined : await recall(file)
  if (memory?.digest === digest && (await areUnchanged(memory.reads))) {
    const { describedAt, contents, logs, uninterpreted } = memory
    // The ones used last are kept. Another process may have deleted it meanwhile.
    const now = new Date()
    await utimes(file, now, now).catch(() => {})
    return { graph: new ResourceGraph(contents), logs, uninterpreted, describedAt }
  }
  await mkdir(options.cacheFolder, { recursive: true })
  const readsFile = `${file}.reads.${process.pid}`
  try {
    const run = await runProgram({ ...options, readsFile })
    await remember(file, {
      digest,
      reads: await digestsOf(JSON.parse(await readFile(readsFile, 'utf8')) as ProgramReads),
      describedAt: new Date().toISOString(),
      contents: run.graph.contents,
      logs: run.logs,
      uninterpreted: run.uninterpreted,
    })
    await forgetOldest(options.cacheFolder)
    return { ...run, describedAt: undefined }
  } finally {
    await rm(readsFile, { force: true })
  }
}

function memoryName({ projectFolder, stack, config = {} }: RememberOptions): string {
  const program = createHash('sha256')
    .update(JSON.stringify([projectFolder, config]))
    .digest('hex')
  return `${PREFIX}${stack}-${program.slice(0, 8)}.json`
}

async function digestOf(options: RememberOptions): Promise<string> {
  const { repositoryRoot, projectFolder, stack, config = {} } = options
  const hash = createHash('sha256').update(`${stack}\0${process.version}\0${JSON.stringify(config)}\0`)
  const paths = [relative(repositoryRoot, projectFolder), ...INGREDIENTS]
  for (const path of paths)
    for (const file of await filesUnder(join(repositoryRoot, path)))
      hash.update(`${relative(repositoryRoot, file)}\0`).update(await readFile(file))
  return hash.digest('hex')
}

async function filesUnder(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return 'a file'
      // A copy of only some projects has no lock file, but its program still runs.
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  if (entries === 'a file') return [path]
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.filter((file) => !IGNORED.test(relative(path, file))).sort()
}

async function recall(file: string): Promise<Memory | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    // Missing, or truncated by a process that died: the program runs instead.
    return undefined
  }
}

async function remember(file: string, memory: Memory): Promise<void> {
  const draft = `${file}.${process.pid}`
  // The graph holds the generated database password, so only its owner may read it.
  await writeFile(draft, JSON.stringify(memory), { mode: 0o600 })
  await rename(draft, file)
}

async function forgetOldest(cacheFolder: string): Promise<void> {
  const names = (await readdir(cacheFolder)).filter(
    (name) => name.startsWith(PREFIX) && name.endsWith('.json'),
  )
  const dated = await Promise.all(
    names.map(async (name) => {
      const file = join(cacheFolder, name)
      // Another process may have deleted it meanwhile.
      return {
        file,
        at: await stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      }
    }),
  )
  const oldest = dated.sort((a, b) => b.at - a.at).slice(MOST_MEMORIES)
  await Promise.all(oldest.map(({ file }) => rm(file, { force: true })))
}
