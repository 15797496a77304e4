import {
  type AwsClients,
  OperationRefusedError,
  type Patience,
  type TargetDescription,
  waitUntil,
} from '@meridian/operator-tools'
import { FIRST_PRIMARY, REGION_IDS, type RegionId } from '@meridian/topology'
import { type GlobalDatabase, type GlobalDatabaseControl, isSettled, writerOf } from './global-database.ts'
import { inspect } from './inspect.ts'
import { type ClusterReference, createOperation, type Operation, type OperationKind } from './operation.ts'
import { judgePreflight, type PreflightCheck, refusals } from './preflight.ts'

/** What an operator sees before deciding. */
export interface Preparation {
  readonly operation: Operation
  readonly checks: readonly PreflightCheck[]
  readonly lagMs: number | undefined
}

/** The request is already fulfilled. */
export interface NothingToDo {
  readonly nothingToDo: string
}

export interface OperationRequest {
  readonly kind: OperationKind
  readonly to: RegionId
  /** Switchovers are refused above it. */
  readonly maxLagMs: number
}

/** The default target of a failback. */
export const HOME_REGION: RegionId = FIRST_PRIMARY

/** Inspects the target, decides the calls and checks whether they are safe. Changes nothing. */
export async function prepare(
  target: TargetDescription,
  aws: AwsClients,
  control: GlobalDatabaseControl,
  request: OperationRequest,
  now: Date,
): Promise<Preparation | NothingToDo> {
  const { globalClusterId } = target.stackOutputs.database
  const database = await control.describe(request.to, globalClusterId)
  const to = clusterOf(target, request.to)
  if (writerOf(database)?.arn === to.arn) return nothingToDo(request.to, database)
  const from = writerReference(target, database)
  const operation = createOperation(request.kind, globalClusterId, from, to, operationId(now, request.kind))
  const view = await inspect(target, aws, request.kind, request.to, database)
  return { operation, checks: judgePreflight(request.kind, view, request.maxLagMs), lagMs: view.lagMs }
}

/** Prepares repeatedly until nothing forbids the operation or the deadline passes; returns the last preparation. */
export async function prepareWhenSafe(
  prepareNow: () => Promise<Preparation | NothingToDo>,
  patience: Patience,
  onWait: (forbidding: readonly PreflightCheck[]) => void = () => {},
): Promise<Preparation | NothingToDo> {
  const { seen } = await waitUntil(patience, prepareNow, (prepared) => {
    const forbidding = 'nothingToDo' in prepared ? [] : refusals(prepared.checks)
    if (forbidding.length > 0) onWait(forbidding)
    return forbidding.length === 0
  })
  return seen
}

function nothingToDo(to: RegionId, database: GlobalDatabase): NothingToDo {
  const rest = isSettled(database) ? 'every member follows it' : 'not every member follows it yet'
  return { nothingToDo: `${to} writes already, and ${rest}.` }
}

function clusterOf(target: TargetDescription, region: RegionId): ClusterReference {
  const { clusterArn, clusterId } = target.stackOutputs.database.regions[region]
  return { region, arn: clusterArn, clusterId }
}

function writerReference(target: TargetDescription, database: GlobalDatabase): ClusterReference {
  const arn = writerOf(database)?.arn
  const region = REGION_IDS.find((id) => target.stackOutputs.database.regions[id].clusterArn === arn)
  if (region === undefined)
    throw new OperationRefusedError(
      `The global database ${database.id} has ${arn === undefined ? 'no writer' : `a writer that the stack does not know: ${arn}`}. ` +
        'Look at it with: aws rds describe-global-clusters',
    )
  return clusterOf(target, region)
}

/** Sortable by time; also the journal folder's name. */
function operationId(now: Date, kind: OperationKind): string {
  return `${now.toISOString().replaceAll(':', '-')}-${kind}`
}
