import type { CampaignSummary } from '@meridian/contract'
import type { Reply } from '../api/api-client.ts'
import type { Assets } from '../assets/assets.ts'
import { html, type Markup } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import type { Page } from '../site/layout.ts'
import { keepAmountsWhole } from './amounts.ts'
import { carArt } from './car-art.ts'
import { dayOf, priceOf } from './facts.ts'

/** The home page: the brand's introduction, then a card for each running campaign. */
export function homePage(reply: Reply<readonly CampaignSummary[]>, locale: Locale, assets: Assets): Page {
  const { home } = messagesFor(locale)
  return {
    locale,
    title: home.title,
    description: home.lead,
    path: '',
    servedBy: reply.servedBy,
    copyFrom: reply.copyFrom,
    main: html`<section class="hero">
<div class="hero-text">
<p class="kicker">${home.kicker}</p>
<h1>${home.title}</h1>
<p class="lead">${home.lead}</p>
<a class="button" href="#campaigns">${home.choose}</a>
</div>
<img class="hero-art" src="${assets.url('hero.svg')}" alt="" width="1200" height="520">
</section>
<section id="campaigns" aria-labelledby="campaigns-title">
<h2 id="campaigns-title">${home.campaigns}</h2>
${reply.value.length === 0 ? html`<p>${home.none}</p>` : cards(reply.value, locale, assets)}
</section>`,
  }
}

function cards(campaigns: readonly CampaignSummary[], locale: Locale, assets: Assets): Markup {
  return html`<ul class="cards">${campaigns.map((campaign) => card(campaign, locale, assets))}</ul>`
}

function card(campaign: CampaignSummary, locale: Locale, assets: Assets): Markup {
  const { campaign: words } = messagesFor(locale)
  const lastDay = dayOf(campaign.endsAt, locale)
  const price = priceOf(campaign, locale)
  return html`<li class="card">
<img src="${assets.url(carArt(campaign))}" alt="" width="640" height="300" loading="lazy">
<div class="card-text">
${campaign.model && html`<p class="kicker">${campaign.model}</p>`}
<h3><a href="/${locale}/campaigns/${encodeURIComponent(campaign.slug)}">${keepAmountsWhole(campaign.title)}</a></h3>
<p>${keepAmountsWhole(campaign.summary)}</p>
<p class="offer">${price && html`<strong class="amount">${words.from(price)}</strong>`}${lastDay && html`<span>${words.until(lastDay)}</span>`}</p>
</div>
</li>`
}
