export { findUnnamedLosses } from './checkers/unnamed-losses.ts'
export type { Drill, DrillTargets } from './drill.ts'
export { FailureNotInjectedError } from './errors.ts'
export {
  createFailureClient,
  describeFailure,
  type Failure,
  type FailureClient,
} from './failures/failure-client.ts'
export { type HistoryEnd, type HistoryEvent, OPERATOR } from './history/event.ts'
export { type AcknowledgedWrite, type History, readHistory } from './history/history.ts'
export { createRecorder, type Recorder } from './history/recorder.ts'
export { examine, type Findings, judge } from './judge.ts'
export { createRandom, type Random } from './random.ts'
export { REHEARSALS, type RegionalExperiment, type Rehearsal } from './rehearsals.ts'
export { writeDrill } from './report/write-drill.ts'
export { type DrillOptions, type DrillResult, runDrill } from './run-drill.ts'
export type { RoleChangeCaller, Scene } from './scene.ts'
export { DRILLS, findDrill } from './stories/index.ts'
