import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EXIT, type ExitCode, REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import { type GeneratedFile, generateFiles } from './generated-files.ts'

export interface DocsOptions {
  readonly check: boolean
}

/** Writes every generated file that is not what the program and the reports give, or with --check only names them. */
export async function runDocs({ check }: DocsOptions): Promise<ExitCode> {
  const stale = (await generateFiles()).filter(isStale)
  for (const file of stale) {
    if (!check) write(file)
    process.stderr.write(`${file.path} ${check ? 'is stale' : 'written'}\n`)
  }
  if (stale.length === 0) process.stderr.write('Every file is what the program and the reports give.\n')
  else if (check) process.stderr.write('Write them with: npm run docs\n')
  return check && stale.length > 0 ? EXIT.failed : EXIT.done
}

export function isStale({ path, text }: GeneratedFile): boolean {
  const file = join(REPOSITORY_ROOT, path)
  return !existsSync(file) || readFileSync(file, 'utf8') !== text
}

function write({ path, text }: GeneratedFile): void {
  const file = join(REPOSITORY_ROOT, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
