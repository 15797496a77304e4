import type { XStatic } from 'typebox/schema'
import { LOCALE_SCHEMA, SLUG_SCHEMA } from './campaigns.ts'

const NAME_MOST = 100
const EMAIL_MOST = 254
const MESSAGE_MOST = 2_000
const CONSENT_VERSION = '2026-11'

/** Characters that a field of the form may have, for its inputs and its words. */
export const LEAD_LIMITS = { name: NAME_MOST, email: EMAIL_MOST, message: MESSAGE_MOST } as const

/**
 * `POST /api/leads`, the body.
 *
 * An e-mail address is judged as far as a form can: something, an at sign, a domain with a dot. Delivery is the only real test.
 * The first part of a phone's pattern counts its digits, wherever they are.
 */
export const NEW_LEAD_SCHEMA = {
  type: 'object',
  additionalProperties: false,
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
    kind: {
      type: 'string',
      enum: ['test-drive', 'contact'],
      default: 'contact',
      description: '"test-drive" or "contact"',
    },
    name: {
      type: 'string',
      minLength: 1,
      maxLength: NAME_MOST,
      pattern: '\\S',
      description: `a name of 1 to ${NAME_MOST} characters`,
    },
    email: {
      type: 'string',
      pattern: '^[^\\s@<>"]{1,64}@[^\\s@<>"]{1,190}\\.[^\\s@<>".]{2,63}$',
      maxLength: EMAIL_MOST,
      description: 'an email address such as mina@example.com',
    },
    phone: {
      type: 'string',
      pattern: '^(?=(?:[^0-9]*[0-9]){7,15}[^0-9]*$)\\+?[0-9 ().-]{7,20}$',
      description: 'a phone number of 7 to 15 digits such as +82 10 1234 5678',
    },
    message: {
      type: 'string',
      maxLength: MESSAGE_MOST,
      description: `a text of at most ${MESSAGE_MOST} characters`,
    },
    preferredDate: { type: 'string', format: 'date', description: 'a day such as 2026-12-31' },
    locale: LOCALE_SCHEMA,
    /** Nobody is called who has not agreed to it. */
    consent: {
      type: 'boolean',
      const: true,
      description: 'true: without consent nothing about a person is stored',
    },
    marketingConsent: { type: 'boolean', default: false, description: 'true or false' },
    consentVersion: {
      type: 'string',
      pattern: '^[0-9a-z.-]{1,40}$',
      default: CONSENT_VERSION,
      description: `the version of the consent text such as ${CONSENT_VERSION}`,
    },
  },
  examples: [
    {
      campaignSlug: 'haneul-7-first-drive',
      kind: 'test-drive',
      name: 'Mina Kim',
      email: 'mina@example.com',
      phone: '+82 10 1234 5678',
      message: 'Saturday afternoon suits me best.',
      preferredDate: '2026-12-05',
      locale: 'en',
      consent: true,
    },
  ],
} as const

/** What anybody who knows the id may read: nothing about the person. */
export const LEAD_SCHEMA = {
  type: 'object',
  required: ['id', 'campaignSlug', 'kind', 'locale', 'region', 'receivedAt'],
  properties: {
    id: { type: 'string' },
    campaignSlug: { type: 'string' },
    kind: { type: 'string' },
    locale: { type: 'string' },
    /** Whose service took the request. */
    region: { type: 'string' },
    receivedAt: { type: 'string' },
  },
  examples: [
    {
      id: '7d444840-9dc0-41d1-b245-5ffdce74fad2',
      campaignSlug: 'haneul-7-first-drive',
      kind: 'test-drive',
      locale: 'en',
      region: 'ap-northeast-2',
      receivedAt: '2026-12-01T03:04:05.678Z',
    },
  ],
} as const

export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key'

/** Made by the client once for each lead and sent with every attempt, so that the lead is stored once. */
export const IDEMPOTENCY_KEY_SCHEMA = {
  type: 'string',
  minLength: 8,
  maxLength: 200,
  pattern: '^[!-~]+$',
  description: '8 to 200 printable ASCII characters, the same for every attempt to send one lead',
  examples: ['2f8a4c1e-7c1d-4a52-9a55-0d3c1f1f9b11'],
} as const

export type NewLead = XStatic<typeof NEW_LEAD_SCHEMA>
export type Lead = XStatic<typeof LEAD_SCHEMA>
