import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type OutputChunk, type Plugin, rolldown } from 'rolldown'
import { bundleFolder } from './bundle-folder.ts'
import { mapOwnFrames } from './own-frames.ts'

/** Programs that a service's image can run, by their file names in src/ and dist/. */
const PROGRAMS = ['server', 'migrate'] as const
/** Optional modules that libraries load only if installed; excluded so that a bundle is the same on every machine. */
const ABSENT = ['pg-native', 'pg-cloudflare', 'supports-color']
/** A folder next to a module that it reads at run time. */
const FOLDER_BESIDE = /new URL\('\.\/([\w-]+)\/', import\.meta\.url\)/g

/**
 * Libraries are in files of their own, one for each set of programs and loads on demand that need them. Such a file has no source
 * map and is ASCII: Node reads it faster, and V8 holds it in half the memory. Measured for the frontend: 245 ms to import instead
 * of 315, and 88 MB resident instead of 101.
 */
const LIBRARIES_APART = {
  groups: [{ name: 'libraries', test: /\/node_modules\//, entriesAware: true }],
  includeDependenciesRecursively: false,
}

/**
 * Loads `node:http` with `require`. An `import` of it reads all exports of the module to name them, and that loads Node's `fetch`,
 * which no service uses: 40 of the 85 ms of processor time of a process that imports nothing else.
 */
const HTTP_BY_REQUIRE: Plugin = {
  name: 'http-by-require',
  resolveId: {
    filter: { id: /^node:http$/ },
    handler: (_id, _importer, { kind }) => (kind === 'import-statement' ? '\0node:http' : null),
  },
  load: {
    filter: { id: /^\0node:http$/ },
    handler: () => `module.exports = require('node:http')`,
  },
}

/** The sources of a bundle. */
export interface BundleInputs {
  /** Files of this repository, relative to its root. */
  readonly own: readonly string[]
  /** Installed packages, such as `node_modules/fastify`. */
  readonly packages: readonly string[]
}

/**
 * Builds `services/<service>/dist`: a file per program (`server.mjs`), files with our code and with the libraries that it loads
 * at once, and files for what it loads on demand (the X-Ray SDK, AWS clients). Nothing in node_modules is needed to run it.
 *
 * Stack traces show the service's TypeScript: each file with our code has a source map, limited to this repository because Node
 * keeps the map of every loaded file in memory. Frames in libraries show the bundle.
 *
 * @throws Error from rolldown, with file and line, if a source cannot be bundled.
 */
export async function bundleService(repository: string, service: string): Promise<BundleInputs> {
  const source = join(repository, 'services', service, 'src')
  const programs = PROGRAMS.filter((program) => existsSync(join(source, `${program}.ts`)))
  const folder = bundleFolder(repository, service)
  await using bundle = await rolldown({
    input: Object.fromEntries(programs.map((program) => [program, join(source, `${program}.ts`)])),
    platform: 'node',
    external: ABSENT,
    plugins: [HTTP_BY_REQUIRE],
    // Chunks of libraries are imported by ours only, so their exports may be named as they come.
    preserveEntrySignatures: 'allow-extension',
  })
  const { output } = await bundle.generate({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
    sourcemap: true,
    sourcemapExcludeSources: true,
    comments: false,
    codeSplitting: LIBRARIES_APART,
  })
  const chunks = output.filter((file) => file.type === 'chunk')
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.startsWith(repository))
  const own = modules.filter((id) => !id.includes('/node_modules/'))
  write(folder, new Map(chunks.flatMap(filesOf)))
  const beside = own.flatMap((id) => foldersBeside(id))
  for (const from of beside)
    cpSync(
      from,
      join(
        folder,
        relative(dirname(dirname(from)), from)
          .split('/')
          .at(-1) ?? '',
      ),
      { recursive: true },
    )
  return {
    own: [...own, ...beside.flatMap((from) => readdirSync(from).map((name) => join(from, name)))]
      .map((id) => relative(repository, id))
      .sort(),
    packages: [...new Set(modules.flatMap((id) => packageOf(relative(repository, id)) ?? []))].sort(),
  }
}

/** JavaScript with escapes for all other characters. `String.raw` would see the escapes, so such code stays as it is. */
function inAscii(code: string): string {
  if (code.includes('String.raw')) return code
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function filesOf({ fileName, code, map }: OutputChunk): readonly (readonly [string, string])[] {
  const kept = map && mapOwnFrames(map)
  if (!kept) return [[fileName, inAscii(code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'))]]
  return [
    [fileName, code],
    [`${fileName}.map`, JSON.stringify(kept)],
  ]
}

/** Replaces each file atomically and deletes old ones last: a task may start from the folder at any moment. */
function write(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of files) {
    const next = join(folder, `${name}.${process.pid}`)
    writeFileSync(next, text)
    renameSync(next, join(folder, name))
  }
  for (const name of readdirSync(folder))
    if (/\.mjs(\.map)?$/.test(name) && !files.has(name)) rmSync(join(folder, name))
}

function foldersBeside(module: string): readonly string[] {
  return [...readFileSync(module, 'utf8').matchAll(FOLDER_BESIDE)].map(([, name = '']) =>
    join(dirname(module), name),
  )
}

/** `node_modules/@smithy/core` for any file below it; the innermost package if they are nested. */
function packageOf(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]
}
