export {
  CallRefusedError,
  describeDatabase,
  type GlobalDatabase,
  type GlobalDatabaseControl,
  type GlobalMember,
  isSettled,
  writerOf,
} from './global-database.ts'
export { type JournalContents, type JournalEntry, journalsIn, unfinishedJournals } from './journal.ts'
export { declareLastRegion, inspectLastRegion } from './last-region.ts'
export { judgeLastRegion, type LastRegionView, type SupportSeen } from './last-region-checks.ts'
export { lastRegionReport } from './last-region-report.ts'
export { limitsFor } from './limits.ts'
export { type OpenSnapshot, openSnapshot, type SnapshotRequest } from './open-snapshot.ts'
export { type OperatingRoom, type OperationOutcome, resumeOperation, startOperation } from './operate.ts'
export {
  type ClusterReference,
  describeCalls,
  OPERATION_KINDS,
  type Operation,
  type OperationKind,
} from './operation.ts'
export { outcomeReport, planReport } from './operation-report.ts'
export { type PreflightCheck, refusals } from './preflight.ts'
export {
  HOME_REGION,
  type NothingToDo,
  type OperationRequest,
  type Preparation,
  prepare,
  prepareWhenSafe,
} from './prepare.ts'
export { createRdsControl } from './rds-control.ts'
export type { OperationLimits, OperationResult } from './run-operation.ts'
export type { OperationState } from './states.ts'
