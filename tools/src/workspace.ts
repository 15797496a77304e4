import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The repository's root folder. */
export const ROOT = dirname(dirname(import.meta.dirname))

/** Prefix of all project names. */
export const WORKSPACE_PREFIX = '@meridian/'

export interface Project {
  readonly name: string
  /** Relative to the root. */
  readonly folder: string
  readonly scripts: Readonly<Record<string, string>>
  /** `scope:` and `type:` tags, which eslint.config.mjs bases its rules on. */
  readonly tags: readonly string[]
  /** Names of this workspace's projects that it depends on, including those for its tests. */
  readonly dependencies: readonly string[]
}

interface Manifest {
  readonly name: string
  readonly nx?: { readonly tags?: readonly string[] }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
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
    const { name, scripts = {}, nx, dependencies, devDependencies } = manifestOf(folder)
    return {
      name,
      folder,
      scripts,
      tags: nx?.tags ?? [],
      dependencies: Object.keys({ ...dependencies, ...devDependencies }).filter((each) =>
        each.startsWith(WORKSPACE_PREFIX),
      ),
    }
  })
}
