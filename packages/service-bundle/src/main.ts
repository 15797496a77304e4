// npm run build: bundles every service, or those named. The Dockerfile runs it too, so it needs rolldown and nothing else.
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { bundleFolder } from './bundle-folder.ts'
import { bundleService } from './bundle-service.ts'
import { rememberInputs } from './freshness.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '../../..')
const FAILED = 1
const WRONG_USE = 2
const USAGE = `Usage: npm run build -- [--repository <folder>] [service …]

Bundles services into services/<service>/dist, as their images run them. A world
does so by itself when a source has changed.

Examples:
  npm run build
  npm run build -- frontend

Exit codes: 0 bundled, 1 a source cannot be bundled, 2 wrong use.
`

const { repository, services } = parse()
for (const service of services) await bundle(service)

async function bundle(service: string): Promise<void> {
  const startedMs = performance.now()
  try {
    const { own, packages } = await bundleService(repository, service)
    rememberInputs(repository, bundleFolder(repository, service), own)
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
    const what = `${own.length} files of ours and ${packages.length} packages`
    process.stderr.write(`services/${service}/dist: ${what}, ${seconds} s\n`)
  } catch (error) {
    process.stderr.write(`${service} cannot be bundled: ${(error as Error).message}\n`)
    process.exitCode = FAILED
  }
}

function parse(): { readonly repository: string; readonly services: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' }, repository: { type: 'string' } },
      allowPositionals: true,
    })
    if (values.help) {
      process.stdout.write(USAGE)
      process.exit()
    }
    const root = resolve(values.repository ?? REPOSITORY_ROOT)
    const known = servicesOf(root)
    const unknown = positionals.find((name) => !known.includes(name))
    if (unknown !== undefined)
      throw new Error(`there is no service "${unknown}"; there are ${known.join(', ')}`)
    return { repository: root, services: positionals.length > 0 ? positionals : known }
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${USAGE}`)
    process.exit(WRONG_USE)
  }
}

function servicesOf(root: string): readonly string[] {
  const services = readdirSync(join(root, 'services'))
  return services.filter((name) => existsSync(join(root, 'services', name, 'src', 'server.ts')))
}
