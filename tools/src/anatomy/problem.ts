import type { SourceFile } from '../sources.ts'

/** A place where the repository is not laid out as it should be. */
export interface Problem {
  /** Relative to the root. */
  readonly path: string
  /** What is wrong, what is wanted, and what to do. */
  readonly message: string
}

/** The local world's sources without its tests. */
export const worldSources = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => path.startsWith('local-world/src/') && !path.endsWith('.test.ts'))

/** Folder of a file that every import of it is relative to. */
export const MODULES_FOLDER = 'local-world/src/modules/'

/** A file of a module: `rds` and `engine/start.ts`; undefined for any other file. */
export function moduleFile(path: string): { readonly module: string; readonly file: string } | undefined {
  const [, module, file] = /^local-world\/src\/modules\/([^/]+)\/(.+)$/.exec(path) ?? []
  return module !== undefined && file !== undefined ? { module, file } : undefined
}
