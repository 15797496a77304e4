import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundleWhenStale } from '@meridian/service-bundle'
import { SERVICE_NAMES } from '@meridian/topology'
import { EcsError } from '../errors.ts'

/**
 * Like the pipeline before a deployment, bundles each service from the checkout, unless a folder is used for its
 * image. Takes a moment, and almost no time if no source has changed.
 */
export async function bundleServices(
  repository: string,
  folders: Readonly<Record<string, string>> = {},
): Promise<void> {
  const isHere = (service: string) => existsSync(join(repository, 'services', service, 'src'))
  const services = SERVICE_NAMES.filter((name) => folders[name] === undefined && isHere(name))
  await Promise.all(services.map((service) => bundle(repository, service)))
}

async function bundle(repository: string, service: string): Promise<void> {
  try {
    await bundleWhenStale(repository, service)
  } catch (cause) {
    throw new EcsError('MERIDIAN_ECS_BUNDLE_FAILED', (cause as Error).message, { cause })
  }
}
