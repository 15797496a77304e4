import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The repository's root, seen from this file. */
export const ROOT = dirname(dirname(import.meta.dirname))

export interface Project {
  readonly name: string
  /** Relative to the root. */
  readonly folder: string
  readonly scripts: Readonly<Record<string, string>>
}

interface Manifest {
  readonly name: string
  readonly workspaces?: readonly string[]
  readonly scripts?: Readonly<Record<string, string>>
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))
}

/** Every project of the workspace, in the order of package.json. */
export function listProjects(): readonly Project[] {
  const patterns = manifestOf('.').workspaces ?? []
  const manifests = patterns.flatMap((pattern) =>
    globSync(join(pattern, 'package.json'), { cwd: ROOT }).sort(),
  )
  return manifests.map((file) => {
    const folder = dirname(file)
    const { name, scripts = {} } = manifestOf(folder)
    return { name, folder, scripts }
  })
}
