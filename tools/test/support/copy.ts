import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { COMPILER } from '../../src/static-checks.ts'
import { listProjects, ROOT, WORKSPACE_PREFIX } from '../../src/workspace.ts'

/**
 * Copies folders and files of the repository into a new one, which is removed after the test. Packages are those installed here,
 * but copied projects import each other's copies.
 */
export function copyOfRepository(parts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-copy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const isInstalled = (path: string) => !/node_modules|\.vitest/.test(path)
  // vitest.base.ts imports this.
  const reporter = parts.includes('vitest.base.ts') ? ['tools/src/test'] : []
  for (const part of [...parts, ...reporter])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: isInstalled })
  linkInstalled(folder)
  for (const part of parts.map((each) => join(each, 'node_modules')))
    if (existsSync(join(ROOT, part))) symlinkSync(join(ROOT, part), join(folder, part))
  spawnSync('git', ['init', '--quiet'], { cwd: folder })
  return folder
}

function linkInstalled(folder: string): void {
  const installed = join(folder, 'node_modules')
  const scope = WORKSPACE_PREFIX.slice(0, -1)
  mkdirSync(join(installed, scope), { recursive: true })
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== scope) symlinkSync(join(ROOT, 'node_modules', name), join(installed, name))
  for (const project of listProjects()) {
    const isCopied = existsSync(join(folder, project.folder))
    symlinkSync(join(isCopied ? folder : ROOT, project.folder), join(installed, project.name))
  }
}

/** Replaces text in a file of a copy, as a developer would; throws if the text is not found. */
export function edit(folder: string, path: string, find: string, replacement: string): void {
  const text = readFileSync(join(folder, path), 'utf8')
  if (!text.includes(find)) throw new Error(`${path} has no "${find}": bring this recipe up to date`)
  writeFileSync(
    join(folder, path),
    text.replace(find, () => replacement),
  )
}

/** Runs a command in a folder of a copy, with the tools installed here and without colours. */
export function runIn(folder: string, at: string, command: string, ...args: readonly string[]) {
  const bin = join(ROOT, 'node_modules', '.bin')
  const { FORCE_COLOR: _, ...rest } = process.env
  const env = { ...rest, NO_COLOR: '1', PATH: `${bin}:${process.env.PATH}` }
  return spawnSync(command, args, { cwd: join(folder, at), encoding: 'utf8', env })
}

/** Output of the compiler of `npm run check` for a copy. */
export function compile(folder: string, ...args: readonly string[]): string {
  return runIn(folder, '.', process.execPath, join(ROOT, COMPILER), ...args).stdout
}

/** Output of the compiler for some folders of a copy, which must contain the root's tsconfig.json. */
export function typeErrorsIn(folder: string, ...include: readonly string[]): string {
  const config = { extends: './tsconfig.json', compilerOptions: { incremental: false }, include }
  writeFileSync(join(folder, 'tsconfig.part.json'), JSON.stringify(config))
  return compile(folder, '--project', 'tsconfig.part.json')
}
