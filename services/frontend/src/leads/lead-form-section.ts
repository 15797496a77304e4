import { LEAD_LIMITS } from '@meridian/contract'
import { html, type Markup, trusted } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import { LEAD_FIELDS, type LeadField, type LeadForm } from './lead-form.ts'

/** The id of the form element: the language buttons in the page header belong to it too. */
export const LEAD_FORM_ID = 'lead-form'
/** Shows the form again as it was typed, in the language of the button that was pressed. */
export const EDIT_ACTION = '/forms/lead/edit'
export const SEND_ACTION = '/forms/lead'

type TextField = 'name' | 'email' | 'phone'

interface TextInput {
  readonly type: string
  readonly autocomplete: string
  readonly isRequired: boolean
  readonly most?: number
}

const INPUTS: Readonly<Record<TextField, TextInput>> = {
  name: { type: 'text', autocomplete: 'name', isRequired: true, most: LEAD_LIMITS.name },
  email: { type: 'email', autocomplete: 'email', isRequired: true, most: LEAD_LIMITS.email },
  phone: { type: 'tel', autocomplete: 'tel', isRequired: false },
}

/** The test-drive form. The server validates it, so that mistakes are in the visitor's language and in one list. */
export function leadFormSection(form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  return html`<section class="form-panel" id="test-drive" aria-labelledby="form-title">
<h2 id="form-title">${words.title}</h2>
<p>${words.lead}</p>
<form id="${LEAD_FORM_ID}" method="post" action="${SEND_ACTION}" novalidate data-once>
${identity(form, locale)}
${form.mistakes.length > 0 && html`<input type="hidden" name="judged" value="yes">`}
${textInput('name', form, locale)}
${textInput('email', form, locale)}
${textInput('phone', form, locale)}
${messageInput(form, locale)}
${consentInput(form, locale)}
<button class="button" type="submit">${words.submit}</button>
</form>
</section>`
}

/** A filled form to send again: the same values, the same key. */
export function resendForm(form: LeadForm, locale: Locale): Markup {
  const { unsent: words, form: formWords } = messagesFor(locale)
  const shown = LEAD_FIELDS.filter((field) => field !== 'consent' && form.values[field] !== '')
  return html`<h2>${words.details}</h2>
<dl class="typed">${shown.map((field) => html`<div><dt>${formWords[field]}</dt><dd>${form.values[field]}</dd></div>`)}</dl>
<form id="${LEAD_FORM_ID}" class="actions" method="post" action="${SEND_ACTION}" data-once>
${identity(form, locale)}
${LEAD_FIELDS.map((field) => html`<input type="hidden" name="${field}" value="${form.values[field]}">`)}
<button class="button" type="submit">${words.sendAgain}</button>
<button class="button quiet" type="submit" formaction="${EDIT_ACTION}">${words.change}</button>
</form>`
}

/** The mistakes, at the top of the page and focused, with a link to each field. */
export function mistakeSummary(form: LeadForm, locale: Locale): Markup | undefined {
  const words = messagesFor(locale).form
  if (form.mistakes.length === 0) return undefined
  return html`<div class="mistakes" role="alert" id="mistakes" tabindex="-1" autofocus>
<h2>${words.mistakesTitle(form.mistakes.length)}</h2>
<ul>${form.mistakes.map(
    ({ field, code }) => html`<li><a href="#lead-${field}">${words.mistakes[code]}</a></li>`,
  )}</ul>
</div>`
}

function identity({ idempotencyKey, campaignSlug }: LeadForm, locale: Locale): Markup {
  return html`<input type="hidden" name="key" value="${idempotencyKey}">
<input type="hidden" name="campaign" value="${campaignSlug}">
<input type="hidden" name="locale" value="${locale}">`
}

function textInput(field: TextField, form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  const { type, autocomplete, isRequired, most } = INPUTS[field]
  return html`<div class="field">
<label for="lead-${field}">${words[field]}${!isRequired && html` <span>(${words.optional})</span>`}</label>
${mistakeText(field, form, locale)}
<input id="lead-${field}" name="${field}" type="${type}" autocomplete="${autocomplete}" value="${form.values[field]}"${most !== undefined && html` maxlength="${most}"`}${isRequired && trusted(' required')}${mistakeReference(field, form)}>
</div>`
}

function messageInput(form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  return html`<div class="field">
<label for="lead-message">${words.message} <span>(${words.optional})</span></label>
${mistakeText('message', form, locale)}
<textarea id="lead-message" name="message" rows="3" maxlength="${LEAD_LIMITS.message}"${mistakeReference('message', form)}>
${form.values.message}</textarea>
</div>`
}

function consentInput(form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  const isGiven = form.values.consent !== ''
  return html`<div class="field consent">
${mistakeText('consent', form, locale)}
<input id="lead-consent" name="consent" type="checkbox" value="yes"${isGiven && trusted(' checked')} required${mistakeReference('consent', form)}>
<label for="lead-consent">${words.consent}</label>
</div>`
}

function mistakeReference(field: LeadField, form: LeadForm): Markup | undefined {
  if (!form.mistakes.some((mistake) => mistake.field === field)) return undefined
  return html` aria-invalid="true" aria-describedby="lead-${field}-mistake"`
}

function mistakeText(field: LeadField, form: LeadForm, locale: Locale): Markup | undefined {
  const mistake = form.mistakes.find((candidate) => candidate.field === field)
  if (!mistake) return undefined
  return html`<p class="mistake" id="lead-${field}-mistake">${messagesFor(locale).form.mistakes[mistake.code]}</p>`
}
