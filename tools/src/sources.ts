import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './workspace.ts'

export interface SourceFile {
  /** Relative to the root. */
  readonly path: string
  readonly text: string
}

/** Files with a matching path that git tracks, or would track if added. */
export function sourceFiles(matches: RegExp): readonly SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const paths = listed.split('\n').filter((path) => matches.test(path))
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}
