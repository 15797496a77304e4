// `node console/src/build.ts <folder>`: writes what a console needs to run: `serve.mjs`, Node's options and environment, and
// the app that it serves.
//
// A separate process, because the bundler uses more memory than the whole console may; the backend is bundled too, because
// loading it file by file takes half as much memory again.
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { rememberInputs } from '@meridian/service-bundle'
import { type RolldownOutput, rolldown } from 'rolldown'

const CONSOLE = join(import.meta.dirname, '..')
const REPOSITORY = join(CONSOLE, '..')

/**
 * The console is mostly idle, so memory matters more than speed: only the interpreter, no compilers, and no memory pools for
 * threads that it hardly uses. Left alone, `--optimize-for-size` collects the whole heap every three seconds under a watched
 * page, a third of all the processor time; `--heap-growing-percent` makes it wait. V8's lite mode is no option: it has no
 * WebAssembly, which `fetch` and undici need.
 */
const LAUNCH = {
  options: [
    '--optimize-for-size',
    '--heap-growing-percent=20',
    '--max-semi-space-size=1',
    '--max-old-space-size=64',
    '--v8-pool-size=0',
    '--no-opt',
    '--no-sparkplug',
  ],
  // glibc's defaults adapt to large buffers and then keep freed ones: 15 MB more after half a minute. Source: mallopt(3).
  environment: {
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '16384',
    MALLOC_TRIM_THRESHOLD_: '65536',
    MALLOC_TOP_PAD_: '0',
  },
}

const STYLE = join(CONSOLE, 'browser', 'style.css')

const [, , folder = ''] = process.argv
const [backend, script] = await Promise.all([
  buildBackend(),
  buildScript(),
  buildStyle(),
  // The world and the command start it, but may not import each other.
  writeFile(join(folder, 'launch.json'), JSON.stringify(LAUNCH)),
])
rememberInputs(REPOSITORY, folder, [
  ...ownFilesOf(backend),
  ...ownFilesOf(script),
  relative(REPOSITORY, STYLE),
  relative(REPOSITORY, import.meta.filename),
])

/** Files of this repository in a bundle. */
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
    // As ES modules, the AWS clients lose the commands that nothing here calls.
    resolve: { mainFields: ['module', 'main'] },
    tsconfig: false,
    // The libraries' warnings about each other are useless to the person who starts a console.
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
