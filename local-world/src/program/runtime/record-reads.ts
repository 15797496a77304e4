// What a program describes depends on every file that it reads, and only its own process knows which those are. If
// MERIDIAN_PROGRAM_READS is set, they are written there when the process exits: modules, files, and folders that were listed.
import fs, { type PathLike } from 'node:fs'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const READERS = ['readFileSync', 'readFile', 'createReadStream', 'openSync', 'open'] as const
const LISTERS = ['readdirSync', 'readdir', 'opendirSync'] as const
/** The lock file covers their contents. */
const INSTALLED = /(^|[\\/])node_modules([\\/]|$)/

/** Records what is read from here on, and writes it when the process exits. */
export function recordReads(file: string): void {
  const files = new Set<string>()
  const folders = new Set<string>()
  for (const name of READERS) watch(fs, name, files)
  for (const name of LISTERS) watch(fs, name, folders)
  for (const name of ['readFile', 'open'] as const) watch(fs.promises, name, files)
  watch(fs.promises, 'readdir', folders)
  syncBuiltinESMExports()
  registerHooks({
    load: (url, context, nextLoad) => {
      if (url.startsWith('file:')) note(new URL(url), files)
      return nextLoad(url, context)
    },
  })
  const { writeFileSync } = fs
  process.once('exit', () =>
    writeFileSync(file, JSON.stringify({ files: [...files], folders: [...folders] })),
  )
}

function watch<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  into: Set<string>,
): void {
  const original = owner[name] as (...args: unknown[]) => unknown
  owner[name] = function (this: unknown, ...args: unknown[]) {
    note(args[0], into)
    return original.apply(this, args)
  } as Owner[Name]
}

function note(place: PathLike | unknown, into: Set<string>): void {
  const text =
    place instanceof URL ? fileURLToPath(place) : typeof place === 'string' ? path.resolve(place) : undefined
  if (text !== undefined && !INSTALLED.test(text)) into.add(text)
}
