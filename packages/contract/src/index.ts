export {
  CAMPAIGN_LIST_SCHEMA,
  CAMPAIGN_SCHEMA,
  type Campaign,
  type CampaignList,
  type CampaignSummary,
  LOCALE_SCHEMA,
  SLUG_SCHEMA,
} from './campaigns.ts'
export {
  CONSISTENCY_HEADER,
  CONSISTENCY_PROPERTIES,
  consistencyCookie,
  consistencyTokenInCookies,
  isConsistencyToken,
} from './consistency.ts'
export {
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENCY_KEY_SCHEMA,
  LEAD_LIMITS,
  LEAD_SCHEMA,
  type Lead,
  NEW_LEAD_SCHEMA,
  type NewLead,
} from './leads.ts'
export {
  PROBLEM_MEDIA_TYPE,
  PROBLEM_SCHEMA,
  PROBLEMS,
  type Problem,
  type ProblemCode,
  problemOf,
  type RequestMistake,
} from './problems.ts'
export { REGION_SCHEMA, type RegionReport } from './region.ts'
