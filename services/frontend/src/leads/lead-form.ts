import { randomUUID } from 'node:crypto'
import { NEW_LEAD_SCHEMA, type NewLead, type RequestMistake } from '@meridian/contract'
import { Compile } from 'typebox/schema'
import { isSlug } from '../campaigns/slug.ts'
import { DEFAULT_LOCALE, isLocale, type Locale } from '../i18n/locale.ts'
import type { Messages } from '../i18n/messages.ts'

/** The fields that a visitor fills in. */
export const LEAD_FIELDS = ['name', 'email', 'phone', 'message', 'consent'] as const
export type LeadField = (typeof LEAD_FIELDS)[number]

type LeadMistakeCode = keyof Messages['form']['mistakes']

interface LeadMistake {
  readonly field: LeadField
  readonly code: LeadMistakeCode
}

/** The form as shown: the typed values, the mistakes, and the key that makes it count once. */
export interface LeadForm {
  readonly campaignSlug: string
  /**
   * Created when the form is rendered and kept through every correction, so that sending it twice, or again after a lost
   * answer, stores one lead.
   */
  readonly idempotencyKey: string
  readonly values: Readonly<Record<LeadField, string>>
  readonly mistakes: readonly LeadMistake[]
}

const NOTHING_TYPED = { name: '', email: '', phone: '', message: '', consent: '' } as const

/** An empty form; an existing key makes it the same request again. */
export function emptyLeadForm(campaignSlug: string, idempotencyKey: string = randomUUID()): LeadForm {
  return { campaignSlug, idempotencyKey, values: NOTHING_TYPED, mistakes: [] }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text could be the key of a form. */
export function isFormKey(text: string): boolean {
  return UUID.test(text)
}

export interface SubmittedLead {
  readonly locale: Locale
  readonly form: LeadForm
}

/** Reads a submission and validates every field; undefined when it is not our form. */
export function readLeadForm(fields: Readonly<Record<string, string>>): SubmittedLead | undefined {
  const campaignSlug = fields.campaign ?? ''
  const idempotencyKey = fields.key ?? ''
  if (!isSlug(campaignSlug) || !isFormKey(idempotencyKey)) return undefined
  const text = (field: LeadField) => (fields[field] ?? '').trim()
  const values = {
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    // Browsers send a line break as two characters but count it as one.
    message: text('message').replaceAll('\r\n', '\n'),
    consent: text('consent') === '' ? '' : 'yes',
  }
  const locale = fields.language ?? fields.locale ?? ''
  return {
    locale: isLocale(locale) ? locale : DEFAULT_LOCALE,
    form: { campaignSlug, idempotencyKey, values, mistakes: findMistakes(values) },
  }
}

const { name, email, phone, message } = NEW_LEAD_SCHEMA.properties
const CHECKS = {
  name: Compile(name),
  email: Compile(email),
  phone: Compile(phone),
  message: Compile(message),
}

const MISTAKE_OF_FIELD = {
  name: 'nameLong',
  email: 'emailInvalid',
  phone: 'phoneInvalid',
  message: 'messageLong',
  consent: 'consentMissing',
} as const satisfies Record<LeadField, LeadMistakeCode>

/** What the API would refuse, by the same schema. */
function findMistakes(values: LeadForm['values']): readonly LeadMistake[] {
  return LEAD_FIELDS.flatMap((field) => {
    if (isTaken(field, values[field])) return []
    return [field === 'name' && values.name === '' ? { field, code: 'nameMissing' } : mistakeOf(field)]
  })
}

function isTaken(field: LeadField, value: string): boolean {
  if (field === 'consent') return value !== ''
  const isOptional = field === 'phone' || field === 'message'
  return (isOptional && value === '') || CHECKS[field].Check(value)
}

function mistakeOf(field: LeadField): LeadMistake {
  return { field, code: MISTAKE_OF_FIELD[field] }
}

/** The lead in a correct form. */
export function toNewLead({ form, locale }: SubmittedLead): LeadRequest {
  const { name, email, phone, message } = form.values
  return {
    campaignSlug: form.campaignSlug,
    kind: 'test-drive',
    locale,
    name,
    email,
    ...(phone === '' ? {} : { phone }),
    ...(message === '' ? {} : { message }),
    consent: true,
  }
}

/** A lead without what the API fills in by itself. */
export type LeadRequest = Omit<NewLead, 'marketingConsent' | 'consentVersion'>

/** The same form with the mistakes that the API found. */
export function withMistakes(form: LeadForm, mistakes: readonly RequestMistake[]): LeadForm {
  const pointers = mistakes.map(({ pointer }) => pointer)
  const refused = LEAD_FIELDS.filter((field) => pointers.includes(`#/${field}`))
  return { ...form, mistakes: refused.map(mistakeOf) }
}

/** The form as typed so far, without mistakes. */
export function withoutMistakes(form: LeadForm): LeadForm {
  return { ...form, mistakes: [] }
}

/** The same values under a new key: deliberately a second request. */
export function withNewKey(form: LeadForm): LeadForm {
  return { ...form, idempotencyKey: randomUUID() }
}
