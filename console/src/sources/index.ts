import { REGION_IDS } from '@meridian/topology'
import type { Source } from '../watch/source.ts'
import { databaseSource } from './database.ts'
import { instancesSource } from './instances.ts'
import { servicesSource } from './services.ts'

/** Everything the console watches. */
export const createSources = (): readonly Source[] => [
  databaseSource,
  ...REGION_IDS.flatMap((region) => [servicesSource(region), instancesSource(region)]),
]
