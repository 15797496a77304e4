import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const TEST_RESULTS = fileURLToPath(new URL('../../test-results/', import.meta.url))

/** Writes `test-results/<name>/<UTC>/` and points `latest` to it; resolves to the folder. */
export async function writeResults(
  name: string,
  measuredAt: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const run = measuredAt.replace(/[:.]/g, '-')
  const folder = path.join(TEST_RESULTS, name, run)
  await mkdir(folder, { recursive: true })
  for (const [file, content] of Object.entries(files)) await writeFile(path.join(folder, file), content)
  const latest = path.join(TEST_RESULTS, name, 'latest')
  await rm(latest, { force: true })
  await symlink(run, latest)
  return folder
}
