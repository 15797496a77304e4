import { join } from 'node:path'

/** Where a service's bundle is: beside its src/, so that what both read of the service is at the same distance. */
export const bundleFolder = (repository: string, service: string): string =>
  join(repository, 'services', service, 'dist')
