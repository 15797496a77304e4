import { join } from 'node:path'

/** A service's bundle is next to its src/, so relative paths from both to the service's files are the same. */
export const bundleFolder = (repository: string, service: string): string =>
  join(repository, 'services', service, 'dist')
