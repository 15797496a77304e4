import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { TypePlant } from './plant.ts'

const PACKAGE = join(import.meta.dirname, '..')
const ROOT = join(PACKAGE, '..', '..')
const COMPILER = join(
  dirname(createRequire(import.meta.url).resolve('typescript-7/package.json')),
  'bin',
  'tsc',
)

/** What the compiler says of each plant, as one text a plant; empty when it says nothing. */
export function compilePlants(plants: readonly TypePlant[]): readonly string[] {
  // Inside the package, since that is where its imports are found.
  const folder = mkdtempSync(join(PACKAGE, '.plants-'))
  try {
    const files = plants.map((_, index) => `plant-${index}.ts`)
    for (const [index, { code }] of plants.entries()) writeFileSync(join(folder, `plant-${index}.ts`), code)
    const config = { extends: join(ROOT, 'tsconfig.json'), compilerOptions: { incremental: false }, files }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
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
