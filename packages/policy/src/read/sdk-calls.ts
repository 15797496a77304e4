import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const SERVICES = join(import.meta.dirname, '..', '..', '..', '..', 'services')
/** The SDK's client to IAM's prefix. */
const PREFIXES: Readonly<Record<string, string>> = { 'secrets-manager': 'secretsmanager' }

/** Services whose sources are in the checkout. */
export const serviceFolders = (): readonly string[] => readdirSync(SERVICES)

/** The AWS SDK calls in a service's own sources, as IAM actions; empty for an unknown service. */
export function sdkCallsOf(service: string): readonly string[] {
  const folder = join(SERVICES, service, 'src')
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?<!\.test)\.ts$/.test(path),
  )
  const calls = files.flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8')
    return [...text.matchAll(/@aws-sdk\/client-([\w-]+)'/g)].flatMap(([, client = '']) =>
      [...text.matchAll(/\b([A-Z]\w+)Command\b/g)].map(([, call]) => `${PREFIXES[client] ?? client}:${call}`),
    )
  })
  return [...new Set(calls)]
}
