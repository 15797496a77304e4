import { constants } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

const COPIES_AT_ONCE = 16
/** PostgreSQL refuses a data directory that others can read. */
const PRIVATE_FOLDER = 0o700

/**
 * Copies a data directory whose server may be running; files that vanish meanwhile are skipped. Blocks are shared
 * with the original if the file system can do that.
 *
 * `isSkipped` gets paths relative to `source`; a folder for which it is true is skipped as a whole.
 */
export async function copyFolder(
  source: string,
  target: string,
  isSkipped: (path: string) => boolean = () => false,
): Promise<void> {
  const files: string[] = []
  await listFiles('')
  await Promise.all(Array.from({ length: COPIES_AT_ONCE }, copyNext))

  async function listFiles(folder: string): Promise<void> {
    await mkdir(join(target, folder), { recursive: true, mode: PRIVATE_FOLDER })
    const entries = await readdir(join(source, folder), { withFileTypes: true })
    const folders: string[] = []
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (isSkipped(path)) continue
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile()) files.push(path)
    }
    await Promise.all(folders.map(listFiles))
  }

  async function copyNext(): Promise<void> {
    for (let path = files.pop(); path !== undefined; path = files.pop())
      await copyFile(join(source, path), join(target, path), constants.COPYFILE_FICLONE).catch(ignoreVanished)
  }
}

function ignoreVanished(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
