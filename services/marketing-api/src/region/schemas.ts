import { REGION_SCHEMA } from '@meridian/contract'
import { PROBLEM_ANSWERS } from '../plugins/problem-answers.ts'

export const GET_REGION = {
  summary: 'Who serves you, how stale it is, who writes',
  response: { 200: REGION_SCHEMA, ...PROBLEM_ANSWERS },
} as const
