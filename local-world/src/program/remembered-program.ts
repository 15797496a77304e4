// The same program gives the same graph, and running it is a third of the time in which a world starts. So its graph is
// kept beside a digest of everything that it was made of: the stack's settings, the providers that answered it, the lock file, and
// every file that the program's own process read. Any of them changes, and the program runs again.
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type GraphContents, ResourceGraph } from '@meridian/resource-graph'
import { areUnchanged, digestsOf, type ProgramReads, type ReadDigests } from './read-digests.ts'
import { type ProgramRun, type RunProgramOptions, runProgram, type UninterpretedType } from './run-program.ts'

export interface RememberOptions extends RunProgramOptions {
  readonly cacheFolder: string
  /** Runs the program whatever is remembered. */
  readonly isFresh?: boolean
}

export interface RememberedRun extends Omit<ProgramRun, 'logs'> {
  /** When the program was run; undefined when that was now. */
  readonly describedAt: string | undefined
}

interface Memory {
  readonly digest: string
  /** Of what the program's process read. */
  readonly reads: ReadDigests
  readonly describedAt: string
  readonly contents: GraphContents
  readonly uninterpreted: readonly UninterpretedType[]
}

/** What answers the program, relative to the repository's root; folders with all that is in them. The program's own reads are noted. */
const INGREDIENTS = ['packages', 'local-world/src', 'package-lock.json'] as const
const IGNORED = /(^|\/)node_modules(\/|$)|\.test\.ts$|(^|\/)(\.vitest|test)(\/|$)/

/** Runs the program, or returns what it described last when nothing has changed since. */
export async function runRememberedProgram(options: RememberOptions): Promise<RememberedRun> {
  const file = join(options.cacheFolder, `program-${options.stack}.json`)
  const digest = await digestOf(options)
  const memory = options.isFresh ? undefined : await recall(file)
  if (memory?.digest === digest && (await areUnchanged(memory.reads))) {
    const { describedAt, contents, uninterpreted } = memory
    return { graph: new ResourceGraph(contents), uninterpreted, describedAt }
  }
  const readsFile = `${file}.reads.${process.pid}`
  const { graph, uninterpreted } = await runProgram({ ...options, readsFile })
  await remember(file, {
    digest,
    reads: await digestsOf(JSON.parse(await readFile(readsFile, 'utf8')) as ProgramReads),
    describedAt: new Date().toISOString(),
    contents: graph.contents,
    uninterpreted,
  })
  await rm(readsFile)
  return { graph, uninterpreted, describedAt: undefined }
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
      if (error.code === 'ENOTDIR') return undefined
      throw error
    },
  )
  if (!entries) return [path]
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.filter((file) => !IGNORED.test(file)).sort()
}

async function recall(file: string): Promise<Memory | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    // Not there, or cut off by a process that died: the program is run instead.
    return undefined
  }
}

async function remember(file: string, memory: Memory): Promise<void> {
  const draft = `${file}.${process.pid}`
  // The graph holds the generated database password: for its owner's eyes only.
  await writeFile(draft, JSON.stringify(memory), { mode: 0o600 })
  await rename(draft, file)
}
