import type { Reply } from '../api/api-client.ts'
import { html } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import type { Page } from '../site/layout.ts'

/**
 * What a visitor sees after the form was stored.
 *
 * The writer has the lead; this region's database may not have it yet, or not answer. Both are "received": the visitor
 * is never told that a stored request is missing.
 */
export function thanksPage(leadId: string, readBack: Reply<boolean> | undefined, locale: Locale): Page {
  const words = messagesFor(locale).thanks
  const isConfirmed = readBack?.value === true
  return {
    locale,
    title: words.title,
    path: `/thanks/${leadId}`,
    isPrivate: true,
    ...(readBack ? { servedBy: readBack.servedBy } : {}),
    main: html`<section class="thanks">
<h1>${words.title}</h1>
<p class="lead" data-confirmed="${isConfirmed ? 'yes' : 'not yet'}">${isConfirmed ? words.confirmed : words.received}</p>
<dl class="reference"><dt>${words.reference}</dt><dd><code>${leadId}</code></dd></dl>
<p>${words.keep}</p>
<p><a class="button" href="/${locale}">${words.home}</a></p>
</section>`,
  }
}
