// `node console/src/build.ts <folder>`: leaves there what a console needs to run: `serve.mjs`, the options and the environment of its Node, and the app
// that it serves.
//
// In its own process, because the bundler keeps more memory than a whole console may; and the backend is bundled as well, because
// loading it file by file takes half as much memory again.
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { rememberInputs } from '@meridian/service-bundle'
import { type RolldownOutput, rolldown } from 'rolldown'

const CONSOLE = join(import.meta.dirname, '..')
const REPOSITORY = join(CONSOLE, '..')

/**
 * It mostly waits, so memory comes before speed: no compilers beside the interpreter, and no pools of memory for threads that it hardly
 * uses. Not V8's lite mode: that has no WebAssembly, and without it `fetch` and undici fail.
 */
const LAUNCH = {
  options: [
    '--optimize-for-size',
    '--max-semi-space-size=1',
    '--max-old-space-size=64',
    '--v8-pool-size=0',
    '--no-opt',
    '--no-sparkplug',
  ],
  environment: { MALLOC_ARENA_MAX: '1' },
}

const STYLE = join(CONSOLE, 'browser', 'style.css')

const [, , folder = ''] = process.argv
const [backend, script] = await Promise.all([
  buildBackend(),
  buildScript(),
  buildStyle(),
  // Those who start it, the world and the command, may not import each other.
  writeFile(join(folder, 'launch.json'), JSON.stringify(LAUNCH)),
])
rememberInputs(REPOSITORY, folder, [
  ...ownFilesOf(backend),
  ...ownFilesOf(script),
  relative(REPOSITORY, STYLE),
  relative(REPOSITORY, import.meta.filename),
])

/** Files of this repository that a bundle was made of. */
function ownFilesOf({ output }: RolldownOutput): readonly string[] {
  return output
    .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
    .filter((id) => id.startsWith(REPOSITORY) && !id.includes('/node_modules/'))
    .map((id) => relative(REPOSITORY, id))
}

async function buildBackend(): Promise<RolldownOutput> {
  const build = await rolldown({
    input: { serve: join(CONSOLE, 'src', 'serve.ts') },
    platform: 'node',
    tsconfig: false,
    // What the libraries do to each other is not for the person who starts a console.
    logLevel: 'silent',
  })
  const output = await build.write({
    dir: folder,
    format: 'es',
    minify: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name].mjs',
  })
  await build.close()
  return output
}

async function buildScript(): Promise<RolldownOutput> {
  const build = await rolldown({
    input: { app: join(CONSOLE, 'browser', 'main.tsx') },
    platform: 'browser',
    tsconfig: false,
    transform: { target: 'es2022', jsx: { runtime: 'automatic', importSource: 'preact' } },
  })
  const output = await build.write({ dir: folder, format: 'es', minify: true, entryFileNames: '[name].js' })
  await build.close()
  return output
}

async function buildStyle(): Promise<void> {
  const chart = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css')
  const files = [chart, STYLE]
  const styles = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  await writeFile(join(folder, 'app.css'), styles.join('\n'))
}
