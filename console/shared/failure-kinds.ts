import type { Failure } from '@meridian/drills'

/** The type of a failure's field. */
type FieldKind = 'region' | 'place' | 'task' | 'instance' | 'service' | 'ms' | 'mbps' | 'flag'

export interface FailureField {
  readonly name: string
  readonly label: string
  readonly takes: FieldKind
  readonly isOptional?: boolean
}

export interface FailureKindView {
  readonly label: string
  readonly summary: string
  readonly fields: readonly FailureField[]
}

const REGION: FailureField = { name: 'region', label: 'Region', takes: 'region' }
const TASK: FailureField = { name: 'task', label: 'Task', takes: 'task' }
const INSTANCE: FailureField = { name: 'instance', label: 'Database instance', takes: 'instance' }
const ENDS: readonly FailureField[] = [
  { name: 'from', label: 'From', takes: 'place' },
  { name: 'to', label: 'To', takes: 'place' },
]

/** All kinds of failure that a world supports; it does not compile if one that a drill can inject is missing. */
export const FAILURE_KINDS: Readonly<Record<Failure['kind'], FailureKindView>> = {
  'lose-region': {
    label: 'Lose a region',
    summary: 'Its tasks, databases, load balancer and control plane are gone.',
    fields: [REGION, { name: 'silent', label: 'Connections hang instead of breaking', takes: 'flag' }],
  },
  'lose-load-balancer': {
    label: 'Lose a load balancer',
    summary: 'Nobody gets in there; tasks and database go on.',
    fields: [REGION],
  },
  'isolate-region': {
    label: 'Isolate a region',
    summary: 'Its links to the other regions are cut; visitors near it still reach it.',
    fields: [REGION],
  },
  'cut-link': {
    label: 'Cut a link',
    summary: 'Packets between two places are lost; connections wait.',
    fields: ENDS,
  },
  'slow-link': {
    label: 'Slow a link',
    summary: 'The way between two places takes longer.',
    fields: [
      ...ENDS,
      { name: 'rttMs', label: 'Round trip, ms', takes: 'ms' },
      { name: 'jitterMs', label: 'Jitter, ms', takes: 'ms', isOptional: true },
      { name: 'bandwidthMbps', label: 'Bandwidth, Mbit/s', takes: 'mbps', isOptional: true },
    ],
  },
  'kill-task': { label: 'Kill a task', summary: 'The process dies; ECS replaces it.', fields: [TASK] },
  'freeze-task': { label: 'Freeze a task', summary: 'It runs and does not answer.', fields: [TASK] },
  'kill-database': {
    label: 'Kill a database server',
    summary: 'The server dies; RDS starts it again.',
    fields: [INSTANCE],
  },
  'freeze-database': {
    label: 'Freeze a database server',
    summary: 'It hangs, and RDS does not notice.',
    fields: [INSTANCE],
  },
  'slow-disk': {
    label: 'Slow a disk',
    summary: 'Every flush of a server’s log takes longer.',
    fields: [INSTANCE, { name: 'ms', label: 'Longer by, ms (at most 100)', takes: 'ms' }],
  },
  'pause-replication': {
    label: 'Pause replication',
    summary: 'The stream into a secondary region is held.',
    fields: [REGION],
  },
  'delay-replication': {
    label: 'Delay replication',
    summary: 'The stream into a secondary region arrives later.',
    fields: [REGION, { name: 'ms', label: 'Later by, ms', takes: 'ms' }],
  },
  'break-control-plane': {
    label: 'Break a control plane',
    summary: 'A service’s API answers 503; what runs goes on.',
    fields: [
      { name: 'service', label: 'Service', takes: 'service' },
      { name: 'region', label: 'Region', takes: 'region', isOptional: true },
    ],
  },
}
