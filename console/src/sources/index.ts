import { REGION_IDS } from '@meridian/topology'
import type { Operator } from '../actions/operator.ts'
import type { Source } from '../watch/source.ts'
import { alarmsSource } from './alarms.ts'
import { commitsSource } from './commits.ts'
import { databaseSource } from './database.ts'
import { healthSource } from './health.ts'
import { instancesSource } from './instances.ts'
import { lagSource } from './lag.ts'
import { operationSource } from './operation.ts'
import { servicesSource } from './services.ts'
import { trafficSource } from './traffic.ts'
import { visitorsSource } from './visitors.ts'
import { worldSource } from './world.ts'

/** Everything the console watches. */
export const createSources = (operator: Operator): readonly Source[] => [
  databaseSource,
  commitsSource,
  operationSource(operator),
  visitorsSource,
  healthSource,
  worldSource,
  ...REGION_IDS.flatMap((region) => [
    servicesSource(region),
    instancesSource(region),
    lagSource(region),
    trafficSource(region),
    alarmsSource(region),
  ]),
]
