export { type Layer, type MistakeOutcome, plantMistakes } from '../mistakes/plant-mistakes.ts'
export { RUNNING_MISTAKES, type RunningMistake } from '../mistakes/running.ts'
export { WAIVERS } from '../waivers/index.ts'
export { describeReport } from './describe-report.ts'
export { PolicyError, type PolicyErrorCode } from './errors.ts'
export {
  type Evaluation,
  evaluate,
  isKept,
  type PolicyReport,
  refuseUnknownRules,
  type WaivedFinding,
} from './evaluate.ts'
export { type KeyUse, keyUsesOf } from './key-uses/index.ts'
export type { ModelReport } from './models/check-models.ts'
export { MODEL_RULE_IDS, modelSources, validateByModels } from './models/index.ts'
export { type CreateOperation, createOperationOf } from './models/operations.ts'
export type { ModelSource } from './models/shape.ts'
export {
  type ExplainedDecision,
  explainForRoles,
  permissionsOf,
  type RolePermissions,
} from './permissions.ts'
export { policyPage } from './policy-page.ts'
export { type RoleRights, rightsOf } from './read/rights.ts'
export { FAMILIES, RULES, type RuleFamily } from './registry.ts'
export { type Finding, type Rule, SEVERITIES, type Severity } from './rule.ts'
export { countsOn, covers, subjectOf, today, type Waiver } from './waiver.ts'
