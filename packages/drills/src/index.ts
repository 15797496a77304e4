export { type AwsClients, createAwsClients, createToolClient } from './aws/clients.ts'
export { explainAwsError, isOfAwsCall, withAwsErrorsExplained } from './aws/explain.ts'
export { type VerifyOptions, verifyDeployment } from './deployment/verify-deployment.ts'
export { WAYS_IN } from './deployment/visitors.ts'
export { findUnnamedLosses } from './drill/checkers/unnamed-losses.ts'
export type { Drill, DrillTargets } from './drill/drill.ts'
export {
  createFaultClient,
  describeFault,
  type Fault,
  type FaultClient,
} from './drill/faults/fault-client.ts'
export type { HistoryEnd, HistoryEvent } from './drill/history/event.ts'
export { type AcknowledgedWrite, type History, readHistory } from './drill/history/history.ts'
export { createRecorder, type Recorder } from './drill/history/recorder.ts'
export { examine, type Findings, judge } from './drill/judge.ts'
export { createRandom, type Random } from './drill/random.ts'
export { REHEARSALS, type RegionalExperiment, type Rehearsal } from './drill/rehearsals.ts'
export { writeDrill } from './drill/report/write-drill.ts'
export { type DrillOptions, type DrillResult, runDrill } from './drill/run-drill.ts'
export type { RoleChangeCaller, Scene } from './drill/scene.ts'
export { DRILLS, findDrill } from './drill/stories/index.ts'
export {
  AwsUnreachableError,
  DrillError,
  DrillWaitedInVainError,
  FaultNotInjectedError,
  OperationRefusedError,
  ProbeFailedError,
  TargetInvalidError,
  WorldNotRunningError,
} from './errors.ts'
export {
  CallRefused,
  describeDatabase,
  type GlobalDatabase,
  type GlobalDatabaseControl,
  type GlobalMember,
  isSettled,
} from './failover/global-database.ts'
export {
  type JournalContents,
  type JournalEntry,
  readJournal,
  unfinishedJournals,
} from './failover/journal.ts'
export { declareLastRegion, inspectLastRegion } from './failover/last-region.ts'
export { judgeLastRegion, type LastRegionView, type SupportSeen } from './failover/last-region-checks.ts'
export { lastRegionReport } from './failover/last-region-report.ts'
export { limitsFor, REAL_PACING } from './failover/limits.ts'
export {
  type OperatingRoom,
  type OperationOutcome,
  resumeOperation,
  startOperation,
} from './failover/operate.ts'
export {
  type ClusterReference,
  describeCalls,
  OPERATION_KINDS,
  type Operation,
  type OperationKind,
} from './failover/operation.ts'
export { outcomeReport, planReport } from './failover/operation-report.ts'
export { type PreflightCheck, refusals } from './failover/preflight.ts'
export {
  HOME_REGION,
  type NothingToDo,
  type Preparation,
  prepare,
  prepareWhenSafe,
  type Wish,
} from './failover/prepare.ts'
export { createRdsControl } from './failover/rds-control.ts'
export type { OperationLimits, OperationResult, Pacing } from './failover/run-operation.ts'
export type { OperationState } from './failover/states.ts'
export { lagReport } from './lag/lag-report.ts'
export { type LagOptions, type LagSample, measureLag } from './lag/measure-lag.ts'
export { lagChart, sparkline } from './lag/sparkline.ts'
export { LATENCY_TOLERANCE_MS, latencyReport } from './latency/latency-report.ts'
export {
  type FailedMeasurement,
  type LatencyMeasurement,
  type LatencyOptions,
  type LatencyResult,
  measureLatency,
} from './latency/measure-latency.ts'
export type { MachineEvidence } from './machine/watch-machine.ts'
export type { OpenedSocket, Route } from './probes/connection.ts'
export {
  type DnsAnswer,
  type DnsQuestion,
  type DnsServer,
  queryDns,
  queryDnsOverTcp,
} from './probes/dns-query.ts'
export { type HttpProbe, headerOf, openHttpProbe, type ProbeAnswer } from './probes/http-probe.ts'
export { describeEnvironment, type Environment } from './report/environment.ts'
export {
  type Check,
  checkThat,
  failed,
  passed,
  TOO_BUSY,
  unlessTooBusy,
  type Verdict,
  verdictOf,
} from './report/findings.ts'
export { checkTable, renderMarkdown } from './report/markdown.ts'
export { createProgress, type OnProgress, type ProgressLine, whileShown } from './report/progress.ts'
export type { Report, RunTimes } from './report/report.ts'
export { renderTable, type Table } from './report/table.ts'
export { runNameOf, writeReport } from './report/write-report.ts'
export { type ExpectedRegions, expectedRegions } from './routing/expected.ts'
export { measureRouting, type RoutingAnswer, type RoutingOptions } from './routing/measure-routing.ts'
export { routingReport } from './routing/routing-report.ts'
export { type OpenSnapshot, openSnapshot, type SnapshotRequest } from './snapshot/open-snapshot.ts'
export { type LatencySummary, percentile, summarize } from './statistics.ts'
export { loadTarget, type TargetChoice } from './target/load-target.ts'
export type { StackOutputs } from './target/stack-outputs.ts'
export { type Admission, admissionTo, type Entrance, routeTo } from './target/standpoints.ts'
export {
  configuredRoundTripMs,
  type LatencyRow,
  type TargetDescription,
  type Vantage,
} from './target/target.ts'
export {
  chooseVictim,
  killTask,
  type Replacement,
  type RunningTask,
  runningTasks,
} from './tasks/kill-task.ts'
export { killTaskReport } from './tasks/kill-task-report.ts'
