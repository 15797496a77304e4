import { html, type Markup, trusted } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import type { LeadField, LeadForm } from './lead-form.ts'

type TextField = Exclude<LeadField, 'message' | 'consent'>

const INPUTS: Readonly<
  Record<TextField, { readonly type: string; readonly autocomplete: string; readonly isRequired: boolean }>
> = {
  name: { type: 'text', autocomplete: 'name', isRequired: true },
  email: { type: 'email', autocomplete: 'email', isRequired: true },
  phone: { type: 'tel', autocomplete: 'tel', isRequired: false },
}

/** The test-drive form. It is checked by the server, so that its faults are in the visitor's language and in one list. */
export function leadFormSection(form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  return html`<section class="form-panel" id="test-drive" aria-labelledby="form-title">
<h2 id="form-title">${words.title}</h2>
<p>${words.lead}</p>
${faultSummary(form, locale)}
<form method="post" action="/forms/lead" novalidate data-once>
<input type="hidden" name="key" value="${form.idempotencyKey}">
<input type="hidden" name="campaign" value="${form.campaignSlug}">
<input type="hidden" name="locale" value="${locale}">
${textInput('name', form, locale)}
${textInput('email', form, locale)}
${textInput('phone', form, locale)}
${messageInput(form, locale)}
${consentInput(form, locale)}
<button class="button" type="submit">${words.submit}</button>
</form>
</section>`
}

function faultSummary(form: LeadForm, locale: Locale): Markup | undefined {
  const words = messagesFor(locale).form
  if (form.faults.length === 0) return undefined
  return html`<div class="faults" role="alert" id="faults">
<h3>${words.faultsTitle}</h3>
<ul>${form.faults.map(({ field, code }) =>
    field
      ? html`<li><a href="#lead-${field}">${words.faults[code]}</a></li>`
      : html`<li>${words.faults[code]}</li>`,
  )}</ul>
</div>`
}

function textInput(field: TextField, form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  const { type, autocomplete, isRequired } = INPUTS[field]
  return html`<div class="field">
<label for="lead-${field}">${words[field]}${!isRequired && html` <span>(${words.optional})</span>`}</label>
<input id="lead-${field}" name="${field}" type="${type}" autocomplete="${autocomplete}" value="${form.values[field]}"${isRequired && trusted(' required')}${faultReference(field, form)}>
${faultText(field, form, locale)}
</div>`
}

function messageInput(form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  return html`<div class="field">
<label for="lead-message">${words.message} <span>(${words.optional})</span></label>
<textarea id="lead-message" name="message" rows="3"${faultReference('message', form)}>
${form.values.message}</textarea>
${faultText('message', form, locale)}
</div>`
}

function consentInput(form: LeadForm, locale: Locale): Markup {
  const words = messagesFor(locale).form
  const isGiven = form.values.consent !== ''
  return html`<div class="field consent">
<input id="lead-consent" name="consent" type="checkbox" value="yes"${isGiven && trusted(' checked')} required${faultReference('consent', form)}>
<label for="lead-consent">${words.consent}</label>
${faultText('consent', form, locale)}
</div>`
}

function faultReference(field: LeadField, form: LeadForm): Markup | undefined {
  if (!form.faults.some((fault) => fault.field === field)) return undefined
  return html` aria-invalid="true" aria-describedby="lead-${field}-fault"`
}

function faultText(field: LeadField, form: LeadForm, locale: Locale): Markup | undefined {
  const fault = form.faults.find((candidate) => candidate.field === field)
  if (!fault) return undefined
  return html`<p class="fault" id="lead-${field}-fault">${messagesFor(locale).form.faults[fault.code]}</p>`
}
