import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

interface LockEntry {
  readonly link?: boolean
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/**
 * What `npm ci --omit=dev --omit=optional --workspace=<workspace>` installs, according to the lock file: paths under
 * node_modules that hold a package, and links to projects of the workspace.
 */
export function lockClosure(root: string, workspace: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, LockEntry>>
  }
  const places = new Set<string>()
  const link = Object.entries(packages).find(([, entry]) => entry.link && entry.resolved === workspace)
  if (link) visit(link[0])
  return [...places].sort()

  function visit(place: string): void {
    if (places.has(place)) return
    places.add(place)
    const entry = packages[place] ?? {}
    const home = entry.link ? (entry.resolved ?? '') : place
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = packages[home] ?? {}
    const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional)
    for (const name of [...Object.keys(dependencies), ...peers]) {
      const found = resolve(home, name)
      if (found) visit(found)
    }
  }

  /** Looks where Node does: next to the package, then in every folder above. */
  function resolve(from: string, name: string): string | undefined {
    for (let folder = from; ; folder = posix.dirname(folder)) {
      const place = posix.join(folder === '.' ? '' : folder, 'node_modules', name)
      if (packages[place]) return place
      if (folder === '.' || folder === '') return undefined
    }
  }
}
