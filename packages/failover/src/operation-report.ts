import {
  type Check,
  checkThat,
  failed,
  judgedReport,
  type Report,
  type Table,
  type Verdict,
} from '@meridian/operator-tools'
import { type JournalEntry, readJournal } from './journal.ts'
import { nextSteps } from './next-steps.ts'
import type { OperationOutcome } from './operate.ts'
import { describeCalls, type Operation } from './operation.ts'
import { refusals, waysOut } from './preflight.ts'
import type { Preparation } from './prepare.ts'

/** The plan with its checks, for the operator's decision. */
export function planReport(target: 'local' | 'aws', prepared: Preparation, startedAt: Date): Report {
  const { operation, checks, lagMs } = prepared
  const isRefused = refusals(checks).length > 0
  return {
    tool: 'failover',
    title: `Plan of a ${operation.kind} to ${operation.to.region}`,
    target,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    verdict: isRefused ? 'failed' : 'ok',
    warnings: warnings(operation, lagMs),
    steps: waysOut(checks).map((way) => `Way out: ${way}`),
    notes: notes(operation),
    tables: [planTable(operation)],
    checks: checks.map(shown),
    data: { operation, calls: describeCalls(operation), checks, lagMs },
  }
}

/** A failed advisory check does not fail the plan; it is shown as unknown. */
function shown({ isRequired, name, verdict, detail }: Preparation['checks'][number]): Check {
  const toShow: Verdict = !isRequired && verdict === 'failed' ? 'unknown' : verdict
  return { name: isRequired ? name : `${name} (advice)`, verdict: toShow, detail }
}

function warnings(operation: Operation, lagMs: number | undefined): readonly string[] {
  if (!operation.allowsDataLoss) return []
  const lag = lagMs === undefined ? 'how many is unknown' : `about ${Math.round(lagMs)} ms of writes`
  return [`ROWS WILL BE LOST that have not left ${operation.from.region}: ${lag}.`]
}

function notes(operation: Operation): readonly string[] {
  if (!operation.allowsDataLoss) return ['No row is lost; writes wait while the roles are swapped.']
  return [
    'Lost rows stay in the snapshot that AWS takes of the old primary.',
    'Every other member is rebuilt from the new primary and cannot be read meanwhile.',
    `No control plane but that of ${operation.to.region} is asked.`,
  ]
}

function planTable(operation: Operation): Table {
  const { from, to } = operation
  return {
    title: 'Plan',
    columns: ['what', 'value'],
    rows: [
      ['writer now', `${from.clusterId} in ${from.region}`],
      ['writer afterwards', `${to.clusterId} in ${to.region}`],
      ...describeCalls(operation).map((call, index): readonly string[] => [`call ${index + 1}`, call]),
      ['done when', operation.until === 'promoted' ? 'the target writes' : 'every member follows the target'],
    ],
  }
}

/** An operation's outcome, step by step from its journal, `journal.jsonl`; `run` is the folder of both. */
export function outcomeReport(
  target: 'local' | 'aws',
  outcome: OperationOutcome,
): { readonly report: Report; readonly run: string } {
  const journal = readJournal(outcome.journalFile)
  if (!journal) throw new Error(`${outcome.journalFile} can no longer be read`)
  const { operation, entries } = journal
  const checks = [judge(outcome)]
  const startedAt = new Date(entries[0]?.at ?? Date.now())
  const report = judgedReport({
    tool: 'failover',
    title: `${capital(operation.kind)} to ${operation.to.region}`,
    target,
    startedAt,
    durationMs: outcome.durationMs,
    steps: nextSteps(target, operation, outcome).map((step) => `Next: ${step}`),
    notes: notes(operation),
    tables: [changeTable(operation, entries), stepTable(entries)],
    checks,
    data: { operation, outcome: withoutFile(outcome), entries },
  })
  return { report, run: operation.id }
}

/** Reports are handed on: no folder of the machine on which they were made is in them. */
function withoutFile({ journalFile: _, ...rest }: OperationOutcome): Omit<OperationOutcome, 'journalFile'> {
  return rest
}

function judge({ state, isOverdue, lastSeen }: OperationOutcome): Check {
  const name = 'the operation ended as planned'
  if (isOverdue)
    return failed(name, `still ${state} at the deadline; last seen: ${lastSeen}. Go on with: resume`)
  return checkThat(state === 'done' || state === 'abandoned', name, `${state}: ${lastSeen}`)
}

/** Which cluster wrote before, which was asked for, and how long the change took. */
function changeTable({ from, to }: Operation, entries: readonly JournalEntry[]): Table {
  const atMs = (wanted: JournalEntry['state']) => {
    const at = entries.find(({ state }) => state === wanted)?.at
    return at === undefined ? undefined : Date.parse(at)
  }
  const [calledMs, promotedMs] = [atMs('calling'), atMs('promoted')]
  const tookMs = calledMs === undefined || promotedMs === undefined ? undefined : promotedMs - calledMs
  return {
    title: 'Change of the writer',
    columns: ['what', 'value'],
    rows: [
      ['writer before', `${from.clusterId} in ${from.region}`],
      ['writer asked for', `${to.clusterId} in ${to.region}`],
      ['from the call until it was seen to write', tookMs === undefined ? 'not seen' : `${tookMs} ms`],
    ],
  }
}

function stepTable(entries: readonly JournalEntry[]): Table {
  const firstMs = Date.parse(entries[0]?.at ?? '')
  return {
    title: 'Steps',
    columns: ['at ms', 'state', 'event', 'seen'],
    rows: entries.map(({ at, state, event, detail }) => [
      String(Date.parse(at) - firstMs),
      state,
      event,
      detail ?? '',
    ]),
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
