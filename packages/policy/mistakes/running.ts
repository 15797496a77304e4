import type { ResourceGraph } from '@meridian/resource-graph'
import { TYPES } from '../src/resource-types.ts'
import { changed, first } from './mistake.ts'

/** A mistake that no check of the program finds: the program is valid, what runs is wrong. */
export interface RunningMistake {
  readonly mistake: string
  /** The world shows what AWS would do; verify-deployment reports it to an operator. */
  readonly layer: 'world' | 'verify-deployment'
  /** The event of the world's journal, or the check of verify-deployment that fails. */
  readonly caughtBy: string
  readonly says: RegExp
  /** Only for mistakes in the program; the others are states that develop over time. */
  readonly plant?: (graph: ResourceGraph) => ResourceGraph
}

const recordNamed = (graph: ResourceGraph, wanted: string) =>
  first(graph, TYPES.record, (_, { name }) => name === wanted)

/** All of them fit into one world; `npm test` starts it (e2e/test/running-mistakes.test.ts). */
export const RUNNING_MISTAKES = {
  seoulMayNotReachTheWriter: {
    mistake: 'the writer’s network admits no connection of Seoul’s tasks',
    layer: 'world',
    caughtBy: 'connection dropped',
    says: /ingress.*tcp.*5432.*10\.2\./,
    plant: (graph) => graph.without(({ name }) => name === 'use1-security-database-from-apne2'),
  },
  seoulHasNoWriter: {
    mistake: 'a region whose tasks cannot reach the writer',
    layer: 'verify-deployment',
    caughtBy: 'ap-northeast-2 stores a write once and reads it back',
    says: /the write was answered 503/,
  },
  wrongRegionServesACity: {
    mistake: 'South America’s record leads to us-west-2',
    layer: 'verify-deployment',
    caughtBy: 'the edge serves data to São Paulo',
    says: /by us-west-2.*wanted us-east-1, which is nearest and ready/,
    plant: (graph) =>
      changed(graph, recordNamed(graph, 'routing-nearest-south-america'), (values) => ({
        ...values,
        aliases: recordNamed(graph, 'routing-nearest-us-ca').inputs.aliases,
      })),
  },
  alarmWithoutData: {
    mistake: 'an alarm of us-west-2 watches a cluster of us-east-1, and takes silence for nothing',
    layer: 'verify-deployment',
    caughtBy: 'every alarm has data in us-west-2',
    says: /^meridian-usw2-database-replication-lag$/,
    plant: (graph) =>
      changed(
        graph,
        first(graph, TYPES.alarm, (_, { name }) => name === 'usw2-database-replication-lag'),
        (values) => ({
          ...values,
          dimensions: { DBClusterIdentifier: 'meridian-use1' },
          treatMissingData: 'missing',
        }),
      ),
  },
  staleReplica: {
    mistake: 'us-west-2 receives nothing more from the writer',
    layer: 'verify-deployment',
    caughtBy: 'us-west-2 reads a replica that keeps up',
    says: /\d{4,} ms behind in us-west-2, 5000 at most/,
  },
  noDefaultRecord: {
    mistake: 'a name by location has no record for visitors from nowhere',
    layer: 'verify-deployment',
    caughtBy: 'nearest answers visitors whose area is unknown',
    says: /^no default record$/,
    plant: (graph) => graph.without(({ name }) => name === 'routing-nearest-default'),
  },
  certificateNearItsEnd: {
    mistake: 'certificates that nothing has renewed for eleven months and a half',
    layer: 'verify-deployment',
    caughtBy: 'us-east-1 shows a certificate that is valid for 30 days or more',
    says: /^\d{1,2} days left$/,
  },
} as const satisfies Readonly<Record<string, RunningMistake>>
