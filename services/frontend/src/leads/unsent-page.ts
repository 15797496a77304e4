import { html, type Markup } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { type Messages, messagesFor } from '../i18n/messages.ts'
import type { Page } from '../site/layout.ts'
import type { LeadForm } from './lead-form.ts'
import { LEAD_FORM_ID, leadFormSection, resendForm } from './lead-form-section.ts'

/** Why a correct form is not stored, as far as known. */
export type Unsent = keyof Messages['unsent']['reasons']

/** Says whose fault it is and keeps the typed values, ready to be sent again. */
export const unsentPage = (reason: Unsent, form: LeadForm, locale: Locale): Page =>
  page(reason, form, locale, { within: resendForm(form, locale) })

/** For a request that was confirmed and then lost; the browser fills in what it remembers. */
export const lostPage = (form: LeadForm, locale: Locale): Page =>
  page('lost', form, locale, { after: leadFormSection(form, locale) })

/** The explanation, and a form within it or after it. */
function page(
  reason: Unsent,
  form: LeadForm,
  locale: Locale,
  { within, after }: { readonly within?: Markup; readonly after?: Markup },
): Page {
  const { title, text } = messagesFor(locale).unsent.reasons[reason]
  return {
    locale,
    title,
    path: `/campaigns/${encodeURIComponent(form.campaignSlug)}`,
    isPrivate: true,
    formId: LEAD_FORM_ID,
    main: html`<section class="problem" data-unsent="${reason}">
<h1>${title}</h1>
<p class="lead">${text}</p>
${within}</section>
${after}`,
  }
}
