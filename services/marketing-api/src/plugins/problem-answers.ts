import { PROBLEM_MEDIA_TYPE, PROBLEM_SCHEMA } from '@meridian/contract'

const PROBLEM = {
  description: 'A problem (RFC 9457)',
  content: { [PROBLEM_MEDIA_TYPE]: { schema: PROBLEM_SCHEMA } },
} as const

/** For the schema of each route: whatever is no success is answered as a problem. */
export const PROBLEM_ANSWERS = { '4xx': PROBLEM, '5xx': PROBLEM } as const
