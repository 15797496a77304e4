import {
  CONSISTENCY_PROPERTIES,
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENCY_KEY_SCHEMA,
  LEAD_SCHEMA,
  NEW_LEAD_SCHEMA,
} from '@meridian/contract'
import type { XStatic } from 'typebox/schema'
import { PROBLEM_ANSWERS } from '../plugins/problem-answers.ts'

const KEY_HEADER = {
  type: 'object',
  required: [IDEMPOTENCY_KEY_HEADER],
  properties: { [IDEMPOTENCY_KEY_HEADER]: IDEMPOTENCY_KEY_SCHEMA, ...CONSISTENCY_PROPERTIES },
} as const

const BY_ID = {
  type: 'object',
  required: ['id'],
  properties: {
    id: {
      type: 'string',
      format: 'uuid',
      description: 'the id that the answer to the request gave',
      examples: ['7d444840-9dc0-41d1-b245-5ffdce74fad2'],
    },
  },
} as const

export const POST_LEAD = {
  summary: 'Leave a request for a test drive or a call',
  description: 'Sent again with the same Idempotency-Key it is stored once and answered the same.',
  headers: KEY_HEADER,
  body: NEW_LEAD_SCHEMA,
  response: { 201: LEAD_SCHEMA, ...PROBLEM_ANSWERS },
} as const

export const GET_LEAD = {
  summary: 'Whether a request has arrived, without anything about the person',
  description:
    'With the token of the answer that stored it, it is found in every region. A request that was acknowledged by a region ' +
    'which was lost before it had passed the request on is answered 410 with the code LEAD_LOST: send it again with the same ' +
    'Idempotency-Key.',
  headers: { type: 'object', properties: CONSISTENCY_PROPERTIES },
  params: BY_ID,
  response: { 200: LEAD_SCHEMA, ...PROBLEM_ANSWERS },
} as const

export type LeadParams = XStatic<typeof BY_ID>
export type LeadHeaders = XStatic<typeof KEY_HEADER>
