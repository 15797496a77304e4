import { randomUUID } from 'node:crypto'
import type { NewLead } from '../api/api-client.ts'
import { isSlug } from '../campaigns/slug.ts'
import { DEFAULT_LOCALE, isLocale, type Locale } from '../i18n/locale.ts'
import type { Messages } from '../i18n/messages.ts'

/** The fields that a visitor fills in. */
export const LEAD_FIELDS = ['name', 'email', 'phone', 'message', 'consent'] as const
export type LeadField = (typeof LEAD_FIELDS)[number]

export type LeadFaultCode = keyof Messages['form']['faults']

export interface LeadFault {
  /** Absent when the fault is with the form as a whole. */
  readonly field?: LeadField
  readonly code: LeadFaultCode
}

/** The form as it is shown: what was typed, what is wrong with it, and the key that makes it count once. */
export interface LeadForm {
  readonly campaignSlug: string
  /**
   * Made when the form is rendered and kept through every correction, so that sending it twice, or again after a lost
   * answer, stores one lead.
   */
  readonly idempotencyKey: string
  readonly values: Readonly<Record<LeadField, string>>
  readonly faults: readonly LeadFault[]
}

const NOTHING_TYPED = { name: '', email: '', phone: '', message: '', consent: '' } as const

export function emptyLeadForm(campaignSlug: string): LeadForm {
  return { campaignSlug, idempotencyKey: randomUUID(), values: NOTHING_TYPED, faults: [] }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** As far as a form can know: something, an at sign, a domain with a dot. Delivery is the only real test. */
const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}\.[^\s@<>".]{2,63}$/
/** As marketing-api takes it. */
const PHONE = /^\+?[0-9 ().-]{7,20}$/
const NAME_LIMIT = 100
const MESSAGE_LIMIT = 1_000

export interface SubmittedLead {
  readonly locale: Locale
  readonly form: LeadForm
}

/** Reads a submission and judges every field; undefined when it was not our form that was sent. */
export function readLeadForm(fields: Readonly<Record<string, string>>): SubmittedLead | undefined {
  const campaignSlug = fields.campaign ?? ''
  const idempotencyKey = fields.key ?? ''
  if (!isSlug(campaignSlug) || !UUID.test(idempotencyKey)) return undefined
  const text = (field: LeadField) => (fields[field] ?? '').trim()
  const values = {
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    message: text('message'),
    consent: text('consent') === '' ? '' : 'yes',
  }
  const locale = fields.locale ?? ''
  return {
    locale: isLocale(locale) ? locale : DEFAULT_LOCALE,
    form: { campaignSlug, idempotencyKey, values, faults: findFaults(values) },
  }
}

function findFaults(values: LeadForm['values']): readonly LeadFault[] {
  const faults: LeadFault[] = []
  if (values.name === '') faults.push({ field: 'name', code: 'nameMissing' })
  if (values.name.length > NAME_LIMIT) faults.push({ field: 'name', code: 'nameLong' })
  if (!EMAIL.test(values.email)) faults.push({ field: 'email', code: 'emailInvalid' })
  if (values.phone !== '' && !isPhone(values.phone)) faults.push({ field: 'phone', code: 'phoneInvalid' })
  if (values.message.length > MESSAGE_LIMIT) faults.push({ field: 'message', code: 'messageLong' })
  if (values.consent === '') faults.push({ field: 'consent', code: 'consentMissing' })
  return faults
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  return PHONE.test(text) && digits.length >= 7 && digits.length <= 15
}

/** The lead that a faultless form asks for. */
export function toNewLead({ form, locale }: SubmittedLead): NewLead {
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

/** The same form with a fault that came after its own checks. */
export function withFault(form: LeadForm, code: LeadFaultCode): LeadForm {
  return { ...form, faults: [{ code }] }
}

/** The same values under a key of their own: a second request, knowingly made. */
export function withNewKey(form: LeadForm): LeadForm {
  return { ...form, idempotencyKey: randomUUID() }
}
