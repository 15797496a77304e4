import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { TypeMistake } from './mistake.ts'

const PACKAGE = join(import.meta.dirname, '..')
const ROOT = join(PACKAGE, '..', '..')
const COMPILER = join(
  dirname(createRequire(import.meta.url).resolve('typescript-7/package.json')),
  'bin',
  'tsc',
)

/** The compiler's message for each mistake; empty when it has none. */
export function compileMistakes(mistakes: readonly TypeMistake[]): readonly string[] {
  // Inside the package, so that its imports resolve.
  const folder = mkdtempSync(join(PACKAGE, '.mistakes-'))
  try {
    const files = mistakes.map((_, index) => `mistake-${index}.ts`)
    for (const [index, { code }] of mistakes.entries())
      writeFileSync(join(folder, `mistake-${index}.ts`), code)
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(ROOT, 'tsconfig.json'),
        compilerOptions: { incremental: false },
        files,
        // Otherwise inherited, and then the whole repository is compiled.
        include: [],
      }),
    )
    const { stdout } = spawnSync(process.execPath, [COMPILER, '--project', folder, '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    })
    return files.map((file) => messageOf(file, stdout))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The lines that begin with a file's name, each with the indented ones that explain it. */
function messageOf(file: string, said: string): string {
  const messages = said.split(/\n(?! )/).filter((message) => message.startsWith(`${file}(`))
  return messages.map((message) => message.replace(/\n\s+/g, ' ')).join('; ')
}
