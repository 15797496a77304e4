import type { SourceFile } from '../sources.ts'

/** A violation of the repository's layout rules. */
export interface Problem {
  /** Relative to the root. */
  readonly path: string
  /** What is wrong, what is expected, and how to fix it. */
  readonly message: string
}

/** The local world's sources without its tests. */
export const worldSources = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter(({ path }) => path.startsWith('local-world/src/') && !path.endsWith('.test.ts'))

/** The folder that contains all modules. */
export const MODULES_FOLDER = 'local-world/src/modules/'

/** A module's file, as `rds` and `engine/start.ts`; undefined for any other file. */
export function moduleFile(path: string): { readonly module: string; readonly file: string } | undefined {
  const [, module, file] = /^local-world\/src\/modules\/([^/]+)\/(.+)$/.exec(path) ?? []
  return module !== undefined && file !== undefined ? { module, file } : undefined
}
