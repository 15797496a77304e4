import type { XStatic } from 'typebox/schema'
import { SLUG_SCHEMA } from '../campaigns/schemas.ts'
import { CONSISTENCY_PROPERTIES } from '../plugins/consistency.ts'
import { ERROR_SCHEMA } from '../plugins/errors.ts'

const NEW_LEAD = {
  type: 'object',
  required: [
    'campaignSlug',
    'kind',
    'name',
    'email',
    'locale',
    'consent',
    'marketingConsent',
    'consentVersion',
  ],
  properties: {
    campaignSlug: SLUG_SCHEMA,
    kind: { type: 'string', enum: ['test-drive', 'contact'], default: 'contact' },
    name: { type: 'string', minLength: 1, maxLength: 100, pattern: '\\S' },
    email: { type: 'string', format: 'email', maxLength: 254 },
    phone: { type: 'string', pattern: '^\\+?[0-9 ().-]{7,20}$' },
    message: { type: 'string', maxLength: 2000 },
    preferredDate: { type: 'string', format: 'date' },
    locale: { type: 'string', enum: ['ko', 'en'], default: 'en' },
    /** Nobody is called who has not agreed to it. */
    consent: { type: 'boolean', const: true },
    marketingConsent: { type: 'boolean', default: false },
    consentVersion: { type: 'string', pattern: '^[0-9a-z.-]{1,40}$', default: '2026-11' },
  },
} as const

/** What anybody who knows the id may read: nothing about the person. */
const LEAD = {
  type: 'object',
  required: ['id', 'campaignSlug', 'kind', 'locale', 'region', 'receivedAt'],
  properties: {
    id: { type: 'string' },
    campaignSlug: { type: 'string' },
    kind: { type: 'string' },
    locale: { type: 'string' },
    region: { type: 'string' },
    receivedAt: { type: 'string' },
  },
} as const

const KEY_HEADER = {
  type: 'object',
  required: ['idempotency-key'],
  properties: {
    'idempotency-key': { type: 'string', minLength: 8, maxLength: 200, pattern: '^[!-~]+$' },
    ...CONSISTENCY_PROPERTIES,
  },
} as const

const BY_ID = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', format: 'uuid' } },
} as const

export const POST_LEAD = {
  summary: 'Leave a request for a test drive or a call',
  description: 'Sent again with the same Idempotency-Key it is stored once and answered the same.',
  headers: KEY_HEADER,
  body: NEW_LEAD,
  response: { 201: LEAD, '4xx': ERROR_SCHEMA, '5xx': ERROR_SCHEMA },
} as const

export const GET_LEAD = {
  summary: 'Whether a request has arrived, without anything about the person',
  description: 'With the token of the answer that stored it, it is found in every region.',
  headers: { type: 'object', properties: CONSISTENCY_PROPERTIES },
  params: BY_ID,
  response: { 200: LEAD, '4xx': ERROR_SCHEMA, '5xx': ERROR_SCHEMA },
} as const

export type NewLead = XStatic<typeof NEW_LEAD>
export type LeadAnswer = XStatic<typeof LEAD>
export type LeadParams = XStatic<typeof BY_ID>
export type LeadHeaders = XStatic<typeof KEY_HEADER>
