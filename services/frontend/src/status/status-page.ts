import type { RegionReport } from '@meridian/contract'
import type { Reply } from '../api/api-client.ts'
import { html, type Markup } from '../html/html.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import type { Page } from '../site/layout.ts'

export type State = 'ok' | 'degraded' | 'down' | 'unknown'

/** The result of one check of the service. */
export interface StatusFindings {
  readonly offers: State
  readonly requests: State
  readonly region: Reply<RegionReport> | undefined
  /** Region of the task that rendered the page. */
  readonly ownRegion: string
  readonly checkedAt: Date
}

/** The public status page: three lines for visitors, then the region, database and writer behind them. */
export function statusPage(findings: StatusFindings, locale: Locale): Page {
  const words = messagesFor(locale).status
  const { region, checkedAt } = findings
  return {
    locale,
    title: words.title,
    description: words.lead,
    path: '/status',
    ...(region ? { servedBy: region.servedBy } : {}),
    main: html`<section class="status">
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<ul class="states">
${line(words.website, 'ok', locale)}
${line(words.offers, findings.offers, locale)}
${line(words.requests, findings.requests, locale, findings.requests === 'down' ? words.requestsRefused : undefined)}
</ul>
<h2>${words.details}</h2>
${details(findings, locale)}
<p class="fine-print"><time datetime="${checkedAt.toISOString()}">${words.checkedAt(checkedAt.toISOString().slice(11, 19))}</time> · <a href="/${locale}/status">${words.again}</a></p>
</section>`,
  }
}

function line(name: string, state: State, locale: Locale, note?: string): Markup {
  const words = messagesFor(locale).status
  return html`<li><span>${name}${note && html`<small>${note}</small>`}</span> <strong class="state state-${state}" data-state="${state}">${words[state]}</strong></li>`
}

function details({ region, ownRegion }: StatusFindings, locale: Locale): Markup {
  const words = messagesFor(locale).status
  const report = region?.value
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.region, report?.region ?? ownRegion],
    [words.database, report?.reader?.instance],
    [words.writer, report?.writer?.region ?? report?.writer?.instance],
    [words.freshness, lag(report?.replicationLagMs, locale)],
  ]
  return html`<dl class="facts">${facts
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}

function lag(lagMs: number | null | undefined, locale: Locale): string | undefined {
  if (lagMs === null || lagMs === undefined) return undefined
  return messagesFor(locale).status.milliseconds(Math.round(lagMs).toLocaleString(locale))
}
