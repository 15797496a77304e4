import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** Absolute paths of what a program's process read: files, and folders that it listed. */
export interface ProgramReads {
  readonly files: readonly string[]
  readonly folders: readonly string[]
}

/** Digest of the content by path; `absent` for what was looked for and not found. */
export type ReadDigests = Readonly<Record<string, string>>

/** The current digests of everything that was read. */
export async function digestsOf({ files, folders }: ProgramReads): Promise<ReadDigests> {
  const entries = await Promise.all([
    ...files.map(async (path) => [path, await digestOf(path, () => readFile(path))] as const),
    ...folders.map(
      async (path) =>
        [`${path}/`, await digestOf(path, async () => (await readdir(path)).sort().join('\0'))] as const,
    ),
  ])
  return Object.fromEntries(entries)
}

/** Whether everything that was read is unchanged. */
export async function areUnchanged(digests: ReadDigests): Promise<boolean> {
  const paths = Object.keys(digests)
  const now = await digestsOf({
    files: paths.filter((path) => !path.endsWith('/')),
    folders: paths.filter((path) => path.endsWith('/')).map((path) => path.slice(0, -1)),
  })
  return paths.every((path) => now[path] === digests[path])
}

async function digestOf(path: string, read: () => Promise<Buffer | string>): Promise<string> {
  try {
    return createHash('sha256')
      .update(await read())
      .digest('hex')
  } catch (error) {
    // Sockets, devices and folders that were opened as files have no text either.
    if (error instanceof Error && 'code' in error) return 'absent'
    throw new Error(`Could not read ${path}`, { cause: error })
  }
}
