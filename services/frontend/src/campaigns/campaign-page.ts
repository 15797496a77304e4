import type { Campaign } from '@meridian/contract'
import type { Reply } from '../api/api-client.ts'
import type { Assets } from '../assets/assets.ts'
import { html, type Markup } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import type { LeadForm } from '../leads/lead-form.ts'
import { LEAD_FORM_ID, leadFormSection, mistakeSummary } from '../leads/lead-form-section.ts'
import type { Page } from '../site/layout.ts'
import { keepAmountsWhole } from './amounts.ts'
import { carArt } from './car-art.ts'
import { dayOf, factsOf } from './facts.ts'

/** One campaign with its test-drive form; after a refused submission, `form` has the mistakes and the typed values. */
export function campaignPage(reply: Reply<Campaign>, form: LeadForm, locale: Locale, assets: Assets): Page {
  const { campaign: words, form: formWords } = messagesFor(locale)
  const campaign = reply.value
  const isRefused = form.mistakes.length > 0
  return {
    locale,
    title: isRefused
      ? `${formWords.mistakesTitle(form.mistakes.length)} – ${campaign.title}`
      : campaign.title,
    description: campaign.summary,
    path: `/campaigns/${encodeURIComponent(campaign.slug)}`,
    servedBy: reply.servedBy,
    copyFrom: reply.copyFrom,
    formId: LEAD_FORM_ID,
    main: html`${mistakeSummary(form, locale)}
<p class="back"><a href="/${locale}#campaigns">${words.back}</a></p>
<div class="${isRefused ? 'campaign refused' : 'campaign'}">
<article>
${campaign.model && html`<p class="kicker">${campaign.model}</p>`}
<h1>${keepAmountsWhole(campaign.title)}</h1>
<p class="lead">${keepAmountsWhole(campaign.summary)}</p>
<img class="campaign-art" src="${assets.url(carArt(campaign))}" alt="" width="640" height="300">
${paragraphs(campaign.body)}
${factList(campaign, locale)}
</article>
${leadFormSection(form, locale)}
</div>`,
  }
}

/** The form alone, for a refused submission when the campaign cannot be loaded. */
export function formOnlyPage(form: LeadForm, locale: Locale): Page {
  const { form: words } = messagesFor(locale)
  const { length } = form.mistakes
  return {
    locale,
    title: length > 0 ? `${words.mistakesTitle(length)} – ${words.title}` : words.title,
    path: `/campaigns/${encodeURIComponent(form.campaignSlug)}`,
    isPrivate: true,
    formId: LEAD_FORM_ID,
    main: html`${mistakeSummary(form, locale)}
<h1>${words.title}</h1>
${leadFormSection(form, locale)}`,
  }
}

function paragraphs(body: string | undefined): readonly Markup[] {
  return (body ?? '')
    .split(/\n\s*\n/)
    .filter((text) => text.trim() !== '')
    .map((text) => html`<p>${keepAmountsWhole(text)}</p>`)
}

function factList(campaign: Campaign, locale: Locale): Markup | undefined {
  const { campaign: words } = messagesFor(locale)
  const facts = factsOf(campaign, locale)
  const lastDay = dayOf(campaign.endsAt, locale)
  if (facts.length === 0 && !lastDay) return undefined
  return html`<section aria-labelledby="facts-title">
<h2 id="facts-title">${words.facts}</h2>
<dl class="facts">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd class="amount">${value}</dd></div>`)}</dl>
${lastDay && html`<p class="fine-print">${words.until(lastDay)}</p>`}
</section>`
}
