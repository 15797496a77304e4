import { basename, dirname, join } from 'node:path'
import {
  createRdsControl,
  limitsFor,
  type OperatingRoom,
  type OperationKind,
  type OperationOutcome,
  outcomeReport,
  type Preparation,
  planReport,
  prepare,
  prepareWhenSafe,
  readJournal,
  refusals,
  resumeOperation,
  startOperation,
} from '@meridian/failover'
import {
  createAwsClients,
  createProgress,
  loadTarget,
  REAL_PACING,
  type Report,
  type TargetDescription,
  withAwsErrorsExplained,
} from '@meridian/operator-tools'
import type { Command } from 'commander'
import { confirm } from '../confirm.ts'
import { describeFailure, exitCodeOf } from '../describe-failure.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { sayWhenInterrupted } from '../interruption.ts'
import { keepReport } from '../keep-report.ts'
import { parseCommand } from '../parse-command.ts'
import { renderReport } from '../print-report.ts'
import { type TargetOptions, targetChoice } from '../target-options.ts'
import type { FailoverOptions } from './command.ts'
import { type OperationWatch, watchOperation } from './operation-watch.ts'
import { runLastRegion } from './run-last-region.ts'

type Options = FailoverOptions & TargetOptions

const MS_PER_SECOND = 1_000
const WAIT_POLL_MS = 500

/** Parses, plans, asks, changes, tells. */
export async function runFailover(command: Command, argv: readonly string[]): Promise<ExitCode> {
  const parsed = await parseCommand<Options>(command, argv, (verb) => (verb === 'plan' ? 'found' : 'named'))
  if (typeof parsed === 'number') return parsed
  const { verb, options } = parsed
  const progress = createProgress()
  const watch = watchOperation(progress, options.target)
  using _ = sayWhenInterrupted(() => {
    progress.end()
    return watch.whenStopped()
  })
  try {
    const target = await loadTarget(targetChoice(options))
    return await withAwsErrorsExplained(target, () => {
      if (verb === 'last-region') return runLastRegion(target, options)
      return verb === 'resume' ? resume(target, options, watch) : planAndChange(target, verb, options, watch)
    })
  } catch (error) {
    progress.end()
    process.stderr.write(describeFailure(error))
    return exitCodeOf(error)
  }
}

async function planAndChange(
  target: TargetDescription,
  verb: string,
  options: Options,
  watch: OperationWatch,
): Promise<ExitCode> {
  using aws = createAwsClients(target)
  const control = createRdsControl(aws)
  const startedAt = new Date()
  const kind = verb === 'plan' ? (options.kind ?? 'switchover') : (verb as OperationKind)
  const { to, maxLagMs, waitS = 0 } = options
  const wish = { kind, to, maxLagMs }
  watch.progress.wait(`asking ${to} and AWS how things stand`)
  const prepared = await prepareWhenSafe(
    () => prepare(target, aws, control, wish, new Date()),
    { pacing: REAL_PACING, deadlineMs: waitS * MS_PER_SECOND, pollMs: WAIT_POLL_MS },
    ([first]) => watch.progress.wait(`of at most ${waitS} s for: ${first?.name}`),
  )
  watch.progress.end()
  if ('nothingToDo' in prepared) return tellNothingToDo(prepared.nothingToDo, options)
  const plan = planReport(target.name, prepared, startedAt)
  show(plan)
  if (verb === 'plan') return endPlan(plan, prepared, options)
  await confirm(prepared.operation.to.clusterId, options.confirm)
  const outcome = await startOperation(roomFor(target, control, options, watch), prepared)
  watch.progress.end()
  return tellOutcome(target, outcome, options)
}

async function resume(target: TargetDescription, options: Options, watch: OperationWatch): Promise<ExitCode> {
  using aws = createAwsClients(target)
  const room = roomFor(target, createRdsControl(aws), options, watch)
  const outcome = await resumeOperation(room, options.journal)
  watch.progress.end()
  if (!outcome) return tellNothingToDo('No operation is unfinished.', options)
  return tellOutcome(target, outcome, options)
}

function roomFor(
  target: TargetDescription,
  control: OperatingRoom['control'],
  { results, deadlineS, supersede = false }: Options,
  { onJournal, onEntry, onSeen }: OperationWatch,
): OperatingRoom {
  return {
    target: target.name,
    journalFolder: join(results, 'failover'),
    control,
    pacing: REAL_PACING,
    limits: limitsFor(target.name, deadlineS),
    supersedes: supersede,
    onJournal,
    onEntry,
    onSeen,
  }
}

function endPlan(plan: Report, { checks }: Preparation, options: Options): ExitCode {
  if (options.json) print(plan)
  return refusals(checks).length > 0 ? EXIT.refused : EXIT.done
}

function tellNothingToDo(text: string, options: Options): ExitCode {
  process.stderr.write(`Nothing to do: ${text}\n`)
  if (options.json) print({ nothingToDo: text })
  return EXIT.done
}

async function tellOutcome(
  target: TargetDescription,
  outcome: OperationOutcome,
  options: Options,
): Promise<ExitCode> {
  const journal = readJournal(outcome.journalFile)
  if (!journal) throw new Error(`${outcome.journalFile} can no longer be read`)
  const report = outcomeReport(target.name, journal.operation, outcome, journal.entries)
  show(report)
  if (options.report)
    await keepReport(report, target, options.results, basename(dirname(outcome.journalFile)))
  if (options.json) print(report)
  return report.verdict === 'failed' ? EXIT.failed : EXIT.done
}

const show = (report: Report) => process.stderr.write(`\n${renderReport(report, process.stderr, true)}\n`)

const print = (value: object) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
