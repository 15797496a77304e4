import type { WireService } from '../../../wire/service.ts'
import type { DatabaseState } from '../model/database-state.ts'
import { describeDbClusters } from './operations/describe-db-clusters.ts'
import { describeDbInstances } from './operations/describe-db-instances.ts'
import { describeGlobalClusters } from './operations/describe-global-clusters.ts'

/** Reads the state of every database at the moment of a request. */
export type States = () => readonly DatabaseState[]

/** RDS's own API, as far as it goes here; other operations that the SDK knows answer "not implemented". */
export function createControl(states: States): WireService {
  return {
    scope: 'rds',
    protocol: 'query',
    namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
    schemas: () => import('@aws-sdk/client-rds'),
    operations: {
      DescribeDBClusters: describeDbClusters(states),
      DescribeDBInstances: describeDbInstances(states),
      DescribeGlobalClusters: describeGlobalClusters(states),
    },
  }
}
