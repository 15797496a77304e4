import { html } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { type Messages, messagesFor } from '../i18n/messages.ts'
import type { Page } from './layout.ts'

export type Problem =
  | 'not-found'
  | 'campaign-gone'
  | 'unavailable'
  | 'too-many'
  | 'bad-request'
  | 'bad-address'
  | 'broken'

/** Explains in the visitor's language what went wrong, whose fault it is and what to do. */
export function problemPage(problem: Problem, locale: Locale, requestId?: string): Page {
  const messages = messagesFor(locale)
  const { title, text } = wording(problem, messages)
  const isWorthARetry = problem === 'unavailable' || problem === 'broken'
  return {
    locale,
    title,
    path: '',
    isPrivate: true,
    main: html`<section class="problem">
<h1>${title}</h1>
<p>${text}</p>
<p><a class="button" href="/${locale}">${isWorthARetry ? messages.problem.retry : messages.problem.home}</a></p>
${requestId && html`<p class="fine-print">${messages.problem.requestId}: <code>${requestId}</code></p>`}
</section>`,
  }
}

function wording(problem: Problem, { problem: words, campaign }: Messages): { title: string; text: string } {
  switch (problem) {
    case 'not-found':
      return { title: words.notFoundTitle, text: words.notFound }
    case 'campaign-gone':
      return { title: campaign.notFoundTitle, text: campaign.notFound }
    case 'unavailable':
      return { title: words.unavailableTitle, text: words.unavailable }
    case 'too-many':
      return { title: words.tooManyTitle, text: words.tooMany }
    case 'bad-request':
      return { title: words.badRequestTitle, text: words.badRequest }
    case 'bad-address':
      return { title: words.badAddressTitle, text: words.badAddress }
    case 'broken':
      return { title: words.brokenTitle, text: words.broken }
  }
}
