import { cpSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ArchiveEntry } from '../model/archive.ts'

/** Packages of Lambda's Node runtimes, placed where Node looks last: above the function's own packages. */
const RUNTIME_PACKAGES = ['@aws-sdk', '@smithy'] as const

/** Unpacks a function's archive into a folder, like Lambda. Paths are relative to the program. */
export function layOut(entries: readonly ArchiveEntry[], folder: string, programFolder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const entry of entries) {
    const target = join(folder, entry.place)
    mkdirSync(dirname(target), { recursive: true })
    if ('text' in entry) writeFileSync(target, entry.text)
    else copy(resolve(programFolder, entry.path), target)
  }
}

function copy(source: string, target: string): void {
  cpSync(source, target, { recursive: statSync(source).isDirectory(), dereference: true })
}

/** Links the runtime's packages, once, next to the folders of all functions. */
export function layOutRuntime(folder: string, repositoryRoot: string): void {
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  for (const name of RUNTIME_PACKAGES)
    symlinkSync(join(repositoryRoot, 'node_modules', name), join(folder, 'node_modules', name))
}
