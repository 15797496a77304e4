import { join } from 'node:path'
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
  refusals,
  resumeOperation,
  startOperation,
} from '@meridian/failover'
import {
  createAwsClients,
  loadTarget,
  REAL_PACING,
  type Report,
  type TargetDescription,
  withAwsErrorsExplained,
} from '@meridian/operator-tools'
import {
  confirm,
  EXIT,
  type ExitCode,
  keepReport,
  printJson,
  publishReport,
  runCommand,
  type TargetOptions,
  targetChoice,
} from '@meridian/operator-tools/command'
import type { Command } from 'commander'
import type { FailoverOptions } from './command.ts'
import { type OperationWatch, watchOperation } from './operation-watch.ts'
import { runLastRegion } from './run-last-region.ts'
import { patienceFor, showPlan, tellNothingToDo } from './tell.ts'

type Options = FailoverOptions & TargetOptions

/** Parses, plans, asks, acts, reports. */
export function runFailover(command: Command, argv: readonly string[]): Promise<ExitCode> {
  let watch: OperationWatch | undefined
  return runCommand<Options>(
    {
      command,
      needOf: (verb) => (verb === 'plan' ? 'found' : 'named'),
      whenStopped: () => watch?.whenStopped() ?? 'Nothing was changed.',
      async run({ verb, options }, progress) {
        const watching = watchOperation(progress, options.target)
        watch = watching
        const target = await loadTarget(targetChoice(options))
        return await withAwsErrorsExplained(target, () => {
          if (verb === 'last-region') return runLastRegion(target, options)
          if (verb === 'resume') return resume(target, options, watching)
          return planAndChange(target, verb, options, watching)
        })
      },
    },
    argv,
  )
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
  const request = { kind, to, maxLagMs }
  watch.progress.wait(`asking ${to} and AWS for their state`)
  const prepared = await prepareWhenSafe(
    () => prepare(target, aws, control, request, new Date()),
    patienceFor(waitS),
    ([first]) => watch.progress.wait(`of at most ${waitS} s for: ${first?.name}`),
  )
  watch.progress.end()
  if ('nothingToDo' in prepared) return tellNothingToDo(prepared.nothingToDo, options)
  const plan = planReport(target.name, prepared, startedAt)
  showPlan(plan)
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
    target,
    journalFolder: join(results, 'failover'),
    control,
    pacing: REAL_PACING,
    limits: limitsFor(target, deadlineS),
    supersedes: supersede,
    onJournal,
    onEntry,
    onSeen,
  }
}

function endPlan(plan: Report, { checks }: Preparation, options: Options): ExitCode {
  if (options.json) printJson(plan)
  return refusals(checks).length > 0 ? EXIT.refused : EXIT.done
}

async function tellOutcome(
  target: TargetDescription,
  outcome: OperationOutcome,
  options: Options,
): Promise<ExitCode> {
  const { report, run } = outcomeReport(target.name, outcome)
  return await publishReport(report, { options, keep: keepReport(report, target, run) })
}
