import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import { PackageMissingError } from '../errors.ts'

/** What a function's archive contains: its own text, and whole packages from this machine's `node_modules`. */
export interface LambdaPackage {
  readonly files: Readonly<Record<string, string>>
  /** Folder in the archive to folder on this machine. */
  readonly packages: Readonly<Record<string, string>>
}

/**
 * A project's sources and its packages, as Lambda runs them.
 *
 * Lambda does not promise to run TypeScript, so types are stripped here: what is left is the same text with blanks in it, and no
 * bundler is needed. Packages whose names begin with one of `inRuntime` come with Lambda's runtime.
 */
export function lambdaPackage(projectFolder: string, inRuntime: readonly string[]): LambdaPackage {
  const sources = path.join(projectFolder, 'src')
  const names = readdirSync(sources).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  return {
    files: Object.fromEntries(
      names
        .sort()
        .map((name) => [moduleName(name), asJavaScript(readFileSync(path.join(sources, name), 'utf8'))]),
    ),
    packages: packagesOf(projectFolder, inRuntime),
  }
}

/** The same program without types, importing its neighbours by their names in the archive. */
export function asJavaScript(source: string): string {
  return quietly(() => stripTypeScriptTypes(source)).replace(
    /from '(\.\/[\w-]+\.ts)'/g,
    (_, specifier: string) => `from '${moduleName(specifier)}'`,
  )
}

const moduleName = (name: string) => name.replace(/\.ts$/, '.mjs')

/** Node says each time that stripping is experimental; the version that does it is pinned with the repository. */
function quietly<Result>(work: () => Result): Result {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return work()
  } finally {
    process.emitWarning = emitWarning
  }
}

/** All that a project's dependencies need, each once. */
function packagesOf(projectFolder: string, inRuntime: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  const visit = (folder: string) => {
    const require = createRequire(path.join(folder, 'package.json'))
    const { dependencies = {} } = require('./package.json') as { dependencies?: Record<string, string> }
    for (const name of Object.keys(dependencies).sort()) {
      const place = `node_modules/${name}`
      if (place in found || inRuntime.some((prefix) => name.startsWith(prefix))) continue
      found[place] = folderOf(name, require)
      visit(found[place])
    }
  }
  visit(projectFolder)
  return found
}

/** Packages need not export their package.json, so the folder is looked for where Node would look. */
function folderOf(name: string, require: NodeJS.Require): string {
  const candidates = (require.resolve.paths(name) ?? []).map((folder) => path.join(folder, name))
  const found = candidates.find((folder) => existsSync(path.join(folder, 'package.json')))
  if (found === undefined) throw new PackageMissingError(name)
  return found
}
