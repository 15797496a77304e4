import { html } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import type { Page } from '../site/layout.ts'

/** `stored`: a database has it. `unknown`: no reachable one has it. `unchecked`: none is reachable right now. */
export type LeadState = 'stored' | 'unknown' | 'unchecked'

/**
 * The status of a request, by its reference.
 *
 * A reference proves nothing: only what a database has is confirmed.
 */
export function thanksPage(
  leadId: string,
  state: LeadState,
  locale: Locale,
  address: Pick<Page, 'path' | 'servedBy'>,
): Page {
  const { thanks, problem } = messagesFor(locale)
  const { title, text, next } = thanks.states[state]
  return {
    locale,
    title,
    isPrivate: true,
    ...address,
    main: html`<section class="thanks" data-lead="${state}">
<h1>${title}</h1>
<p class="lead">${text}</p>
<dl class="reference"><dt>${thanks.reference}</dt><dd><code>${leadId}</code></dd></dl>
<p>${next}</p>
<p>${
      state === 'stored'
        ? html`<a class="button" href="/${locale}">${thanks.home}</a>`
        : html`<a class="button" href="/${locale}${address.path}">${problem.retry}</a>`
    }</p>
</section>`,
  }
}
