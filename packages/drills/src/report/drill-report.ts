import {
  type Check,
  judgedReport,
  type MachineEvidence,
  type Report,
  type Table,
  type TargetDescription,
} from '@meridian/operator-tools'
import { CITIES, REGION_IDS } from '@meridian/topology'
import type { Detection } from '../checkers/detection.ts'
import type { LastWrites } from '../checkers/last-writes.ts'
import type { LostWrites } from '../checkers/lost-writes.ts'
import type { Recovery } from '../checkers/recovery.ts'
import type { Drill, DrillTargets } from '../drill.ts'
import type { Findings } from '../judge.ts'
import { HOME_CITY } from '../load/load-plan.ts'
import { describeOffer, type LoadEvidence, loadTable, machineNote, machineTable } from './load-tables.ts'

export interface DrillRun {
  readonly drill: Drill
  readonly target: Pick<TargetDescription, 'name' | 'pace'>
  readonly targets: DrillTargets
  readonly startedAt: Date
  readonly seed: number
  readonly rateFactor: number
  readonly warmUpMs: number
  readonly findings: Findings
  readonly load: LoadEvidence
  readonly machine: MachineEvidence
  readonly checks: readonly Check[]
}

/** The result of a drill, for people and machines. */
export function drillReport({
  drill,
  target,
  targets,
  startedAt,
  seed,
  rateFactor,
  warmUpMs,
  findings,
  load,
  machine,
  checks,
}: DrillRun): Report & { readonly machine: MachineEvidence } {
  const report = judgedReport({
    tool: drill.name + suffixOf(target),
    title: drill.title,
    target: target.name,
    startedAt,
    notes: [
      ...machineNote(machine),
      ...drill.story,
      ...(target.pace === 'aws'
        ? ['The world ran at --pace aws: changes and checks take as long as they do on AWS.']
        : []),
      `Seed ${seed}: the same clients choose the same way again with --seed ${seed}; time is not replayed.`,
      ...describeOffer(load, rateFactor),
      ...(warmUpMs > 0 ? [`Clients were at work for ${warmUpMs / 1_000} s before the record begins.`] : []),
      ...(drill.excused?.length
        ? [
            `Requests straight to ${drill.excused.join(', ')} are not counted as failed: the drill takes it away.`,
          ]
        : []),
    ],
    figures: [
      { title: 'Timeline', file: 'timeline.svg' },
      { title: 'Replication lag', file: 'lag.svg' },
    ],
    tables: [
      summary(findings),
      loadTable(load, findings.served),
      machineTable(machine),
      ...detectionTable(findings.detections),
      ...recoveryTable(findings.recoveries),
      ...recoveryPartsTable(findings.recoveries),
      ...lastWritesTable(findings.lastWrites),
      ...lostTable(findings.lost),
    ],
    checks,
    data: { seed, rateFactor, targets, findings, load },
  })
  return { ...report, machine }
}

/** Keeps reports of both paces apart, because a page quotes the newest run of a name. */
const suffixOf = ({ pace }: Pick<TargetDescription, 'pace'>): string => (pace === 'aws' ? '-at-aws-pace' : '')

function summary({ lost, requests, recoveryPoint, gap, visitorGaps, unstored }: Findings): Table {
  const { writes, reads, refusedReads } = requests
  return {
    title: 'Figures',
    columns: ['what', 'value'],
    rows: [
      ['acknowledged writes', String(lost.acknowledged)],
      ['lost writes (RPO in rows)', String(recoveryPoint.rows)],
      ['recovery point', `${recoveryPoint.seconds} s`],
      ['failed write attempts', `${writes.failed} of ${writes.sent}`],
      ['failed reads', `${reads.failed} of ${reads.sent}`],
      ['reads refused as not caught up', String(refusedReads)],
      ['leads never stored', String(unstored.length)],
      ['longest write gap', `${gap.longestMs} ms`],
      ...REGION_IDS.map((region) => [
        `longest write gap of visitors in ${CITIES[HOME_CITY[region]].label}`,
        `${visitorGaps[region].longestMs} ms`,
      ]),
      ['time between two new writes, median', `${gap.resolutionMs} ms`],
    ],
  }
}

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : (ms / 1_000).toFixed(2))

function detectionTable(detections: readonly Detection[]): readonly Table[] {
  if (detections.length === 0) return []
  return [
    {
      title: 'Detection, in seconds after the injected failure',
      columns: [
        ...['injected failure', 'at s', 'alarm', 'health check', 'DNS answer moved', 'edge moved'],
        'reported first by',
      ],
      rows: detections.map(({ failure, failedMs, afterMs, first }) => [
        failure,
        seconds(failedMs),
        seconds(afterMs.alarm),
        seconds(afterMs['health check']),
        seconds(afterMs['DNS answer']),
        seconds(afterMs.edge),
        first ? `${first.signal}: ${first.detail}` : 'nothing',
      ]),
    },
  ]
}

/** A drill's operator knows at once; what would have alerted a person is in the detection table. */
function recoveryPartsTable(recoveries: readonly Recovery[]): readonly Table[] {
  const after = recoveries.flatMap(({ action, to, parts }) =>
    parts
      ? [
          {
            action,
            to,
            parts: [parts.detectMs, parts.decideMs, parts.promoteMs, parts.flipMs, parts.firstWriteMs],
          },
        ]
      : [],
  )
  if (after.length === 0) return []
  return [
    {
      title: 'Recovery in parts, in seconds',
      columns: ['operation', 'to', 'detect', 'decide', 'promote', 'flip', 'first write', 'in all'],
      rows: after.map(({ action, to, parts }) => [
        action,
        to,
        ...parts.map(seconds),
        seconds(parts.reduce((sum: number, ms) => sum + (ms ?? 0), 0)),
      ]),
    },
  ]
}

function recoveryTable(recoveries: readonly Recovery[]): readonly Table[] {
  if (recoveries.length === 0) return []
  return [
    {
      title: 'Recovery times',
      columns: ['operation', 'to', 'called at s', 'first write after ms', 'after the last failure ms'],
      rows: recoveries.map(({ action, to, calledMs, rtoMs, sinceFailureMs }) => [
        action,
        to,
        (calledMs / 1_000).toFixed(2),
        rtoMs?.toFixed(0) ?? 'never',
        sinceFailureMs?.toFixed(0) ?? '–',
      ]),
    },
  ]
}

/** A primary that is cut off accepts writes until its services notice; no other region receives them. */
function lastWritesTable(failovers: readonly LastWrites[]): readonly Table[] {
  if (failovers.length === 0) return []
  return [
    {
      title: 'Accepted by the old writer before the new one began',
      columns: [
        'new writer',
        'from the last failure, s',
        'until s',
        'writes',
        'of them lost',
        'under way then',
      ],
      rows: failovers.map(({ to, fromMs, newWriterSinceMs, accepted, lost, underWay }) => [
        to,
        (fromMs / 1_000).toFixed(2),
        newWriterSinceMs === undefined ? 'never' : (newWriterSinceMs / 1_000).toFixed(2),
        ...[accepted, lost, underWay].map(String),
      ]),
    },
  ]
}

/** Lists each lost row: somebody has to call these people. */
function lostTable({ lost }: LostWrites): readonly Table[] {
  if (lost.length === 0) return []
  return [
    {
      title: 'Lost writes',
      isList: true,
      columns: ['lead', 'key', 'acknowledged at s', 'accepted by'],
      rows: lost.map(({ id, key, ackMs, database }) => [id, key, (ackMs / 1_000).toFixed(3), database]),
    },
  ]
}
