import { PROBLEM_MEDIA_TYPE, PROBLEM_SCHEMA } from '@meridian/contract'

const PROBLEM = {
  description: 'A problem (RFC 9457)',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: PROBLEM_SCHEMA } },
} as const

/** For each route's schema: every error is answered as a problem. */
export const PROBLEM_ANSWERS = { '4xx': PROBLEM, '5xx': PROBLEM } as const
