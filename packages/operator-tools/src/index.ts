export { type AwsClients, createAwsClients, createToolClient } from './aws/clients.ts'
export { explainAwsError, isOfAwsCall, withAwsErrorsExplained } from './aws/explain.ts'
export { describeHealthCheck, type HealthCheckNow } from './aws/health-checks.ts'
export { replicationLagMs, ringingAlarms } from './aws/metrics.ts'
export { describeTargetHealth } from './aws/target-health.ts'
export { judgeGlobalCluster } from './deployment/databases.ts'
export { checkRegionServices } from './deployment/services.ts'
export { type VerifyOptions, verifyDeployment } from './deployment/verify-deployment.ts'
export { WAYS_IN } from './deployment/visitors.ts'
export {
  AwsUnreachableError,
  OperationRefusedError,
  ProbeFailedError,
  TargetInvalidError,
  ToolError,
  WorldNotRunningError,
} from './errors.ts'
export { lagReport } from './lag/lag-report.ts'
export { type LagOptions, type LagSample, measureLag, sample, writes } from './lag/measure-lag.ts'
export { lagChart, sparkline } from './lag/sparkline.ts'
export { LATENCY_TOLERANCE_MS, latencyReport } from './latency/latency-report.ts'
export {
  type FailedMeasurement,
  type LatencyMeasurement,
  type LatencyOptions,
  type LatencyResult,
  measureLatency,
} from './latency/measure-latency.ts'
export type { MachineLoad } from './machine/machine-load.ts'
export {
  type MachineEvidence,
  type MachineSummary,
  type MachineWatch,
  watchMachine,
} from './machine/watch-machine.ts'
export { withMachineWatched, worldMachine } from './machine/world-machine.ts'
export type { OpenedSocket, Route } from './probes/connection.ts'
export {
  type DnsAnswer,
  type DnsQuestion,
  type DnsServer,
  queryDns,
  queryDnsOverTcp,
} from './probes/dns-query.ts'
export { type ClientAnswer, type HttpClient, openHttpClient } from './probes/http-client.ts'
export { type HttpProbe, headerOf, openHttpProbe, type ProbeAnswer } from './probes/http-probe.ts'
export { describeEnvironment, type Environment } from './report/environment.ts'
export {
  type Check,
  checkThat,
  failed,
  passed,
  TOO_BUSY,
  unlessTooBusy,
  VERDICT_MARKS,
  type Verdict,
  verdictOf,
} from './report/findings.ts'
export { judgedReport } from './report/judged-report.ts'
export { checkTable, renderMarkdown } from './report/markdown.ts'
export { createProgress, type OnProgress, type ProgressLine, whileShown } from './report/progress.ts'
export { renderReport } from './report/render-report.ts'
export type { Report, RunTimes } from './report/report.ts'
export { renderTable, type Table } from './report/table.ts'
export { widthOf } from './report/width.ts'
export { runNameOf, writeReport } from './report/write-report.ts'
export { type ExpectedRegions, expectedRegions } from './routing/expected.ts'
export {
  measureRouting,
  openNearest,
  type RoutingAnswer,
  type RoutingOptions,
} from './routing/measure-routing.ts'
export { routingReport } from './routing/routing-report.ts'
export { type LatencySummary, percentile, summarize } from './statistics.ts'
export { loadTarget, type TargetChoice } from './target/load-target.ts'
export {
  accessTo,
  type EntryPoint,
  edgeAccess,
  nearestVantage,
  routeTo,
  type TargetAccess,
} from './target/routes.ts'
export type { StackOutputs } from './target/stack-outputs.ts'
export {
  configuredRoundTripMs,
  type LatencyRow,
  type TargetDescription,
  takesAwsTimes,
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
export { type Pacing, REAL_PACING } from './waiting/pacing.ts'
export { type Patience, until, type Waited, WaitTimedOutError, waitUntil } from './waiting/until.ts'
