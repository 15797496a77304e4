import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  createRdsControl,
  describeCalls,
  type JournalContents,
  journalsIn,
  limitsFor,
  type OperatingRoom,
  type OperationOutcome,
  outcomeReport,
  type Preparation,
  prepare,
  refusals,
  resumeOperation,
  startOperation,
} from '@meridian/failover'
import {
  createAwsClients,
  describeEnvironment,
  OperationRefusedError,
  REAL_PACING,
  type TargetDescription,
  writeReport,
} from '@meridian/operator-tools'
import type {
  OperationLine,
  OperationView,
  PlanAnswer,
  PlanRequest,
  PlanView,
} from '../../shared/operations.ts'
import type { WatchedTarget } from '../watch/watched-target.ts'
import { refuseUnlessTyped } from './typed-confirmation.ts'

/** A switchover is refused above this lag, as by the command. */
const MOST_LAG_MS = 1_000
/** Of a list on a page. */
const MOST_LISTED = 20
const ENDED_STATES = ['done', 'abandoned', 'failed']

/** The tool whose results folder holds journals and reports. */
const TOOL = 'failover'

/** Plans and carries out role changes with the functions of `npm run failover`, and with the same journals and reports. */
export interface Operator {
  plan(request: PlanRequest): Promise<PlanAnswer>
  /** Starts a role change and returns; throws OperationRefusedError if it is not confirmed or not safe. */
  start(request: PlanRequest & { readonly confirm: string }): Promise<void>
  /** Resumes the unfinished operation. */
  resume(): Promise<void>
  newest(): OperationView | undefined
  /** Operations on record, newest first. */
  list(): readonly OperationLine[]
  /** Folder with the journals of this target's operations. */
  readonly journalFolder: string
}

export function createOperator(
  target: WatchedTarget,
  { resultsFolder, repositoryRoot }: { readonly resultsFolder: string; readonly repositoryRoot: string },
): Operator {
  const journalFolder = join(resultsFolder, TOOL)
  let lastSeen: string | undefined
  let problem: string | undefined
  let isWorking = false

  return {
    journalFolder,
    async plan(request) {
      const prepared = await prepareFor(await describe(), request)
      return 'nothingToDo' in prepared ? prepared : planView(prepared)
    },
    async start(request) {
      const description = await describe()
      const prepared = await prepareFor(description, request)
      if ('nothingToDo' in prepared) throw new OperationRefusedError(prepared.nothingToDo)
      refuseUnlessTyped(request.confirm, prepared.operation.to.clusterId)
      await carryOut(description, (room) => startOperation(room, prepared))
    },
    async resume() {
      await carryOut(await describe(), (room) => resumeOperation(room))
    },
    newest() {
      const [journal] = journalsIn(journalFolder)
      return journal && operationView(journal)
    },
    list() {
      const lines: OperationLine[] = []
      for (const journal of journalsIn(journalFolder)) {
        if (lines.length === MOST_LISTED) break
        lines.push(operationLine(journal))
      }
      return lines
    },
  }

  async function describe(): Promise<TargetDescription> {
    return (await target.current()).description
  }

  /** Resolves when the journal is open, or rejects with the reason why not. */
  async function carryOut(
    description: TargetDescription,
    run: (room: OperatingRoom) => Promise<OperationOutcome | undefined>,
  ): Promise<void> {
    if (isWorking) throw new OperationRefusedError('This console is carrying out an operation. Wait for it.')
    isWorking = true
    lastSeen = undefined
    problem = undefined
    const aws = createAwsClients(description)
    const opened = Promise.withResolvers<void>()
    const running = run({
      target: description,
      journalFolder,
      control: createRdsControl(aws),
      pacing: REAL_PACING,
      limits: limitsFor(description),
      onJournal: () => opened.resolve(),
      onSeen: (seen) => {
        lastSeen = seen
      },
    })
      .then((outcome) => keepOutcome(description, outcome))
      .finally(() => {
        aws[Symbol.dispose]()
        isWorking = false
      })
    running.then(
      () => opened.resolve(),
      (error: Error) => {
        problem = error.message
        opened.reject(error)
      },
    )
    await opened.promise
  }

  /** Writes the report next to the journal, like the command. */
  async function keepOutcome(
    description: TargetDescription,
    outcome: OperationOutcome | undefined,
  ): Promise<void> {
    if (!outcome) return
    const { report, run } = outcomeReport(description.name, outcome)
    await writeReport(resultsFolder, report, await describeEnvironment(description, repositoryRoot), run)
  }

  function operationLine({ operation, entries, state }: JournalContents): OperationLine {
    return {
      id: operation.id,
      kind: operation.kind,
      from: operation.from.region,
      to: operation.to.region,
      state,
      startedAt: entries[0]?.at ?? '',
      ...(existsSync(join(journalFolder, operation.id, 'report.json')) && {
        report: `${TOOL}/${operation.id}`,
      }),
    }
  }

  function operationView(journal: JournalContents): OperationView {
    const { entries, state } = journal
    return {
      ...operationLine(journal),
      isEnded: ENDED_STATES.includes(state),
      entries: entries.map(({ at, state: reached, detail }) => ({
        at,
        state: reached,
        ...(detail === undefined ? {} : { detail }),
      })),
      lastSeen,
      isOurs: isWorking,
      problem,
    }
  }
}

/** Uses its own clients, because the board's do not retry. */
async function prepareFor(description: TargetDescription, { kind, to }: PlanRequest) {
  using aws = createAwsClients(description)
  return await prepare(
    description,
    aws,
    createRdsControl(aws),
    { kind, to, maxLagMs: MOST_LAG_MS },
    new Date(),
  )
}

function planView({ operation, checks, lagMs }: Preparation): PlanView {
  return {
    kind: operation.kind,
    from: operation.from.region,
    to: operation.to.region,
    clusterId: operation.to.clusterId,
    allowsDataLoss: operation.allowsDataLoss,
    lagMs,
    checks: checks.map(({ name, verdict, detail, isRequired, wayOut }) => ({
      name,
      verdict,
      detail,
      isRequired,
      ...(wayOut === undefined ? {} : { wayOut }),
    })),
    isRefused: refusals(checks).length > 0,
    calls: describeCalls(operation),
  }
}
