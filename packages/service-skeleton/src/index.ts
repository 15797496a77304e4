export { answerWithin } from './budget.ts'
export { consistencyTokenOf, keepConsistencyToken, sendConsistencyToken } from './consistency.ts'
export { type DrainOptions, drainOnSignals } from './drain.ts'
export { answerErrors, answerMalformedAddress, type ErrorAnswers } from './error-answers.ts'
export { ConfigurationInvalidError, OverdueError, OverloadedError } from './errors.ts'
export { drainingReadiness, type HealthOptions, healthRoutes, type Readiness } from './health.ts'
export type { Lifecycle } from './lifecycle.ts'
export { sendProblem } from './problems.ts'
export { type Environment, readSettings } from './read-settings.ts'
export { observeRequests, traceHeaderOf } from './requests.ts'
export { securityHeaders } from './security-headers.ts'
export {
  COMMON_REQUIRED,
  COMMON_SETTINGS,
  LOG_LEVEL_SETTING,
  loadOrExit,
  regionProblems,
} from './settings.ts'
export { shedLoad } from './shedding.ts'
