import type { ServedBy } from '../api/api-client.ts'
import type { Assets } from '../assets/assets.ts'
import { html, type Markup, trusted } from '../html/html.ts'
import { LOCALES, type Locale } from '../i18n/locale.ts'
import { messagesFor } from '../i18n/messages.ts'
import { EDIT_ACTION } from '../leads/lead-form-section.ts'

/** One page without its frame. */
export interface Page {
  readonly locale: Locale
  readonly title: string
  readonly description?: string
  /** Path after the language: `/campaigns/x`; the language links lead to the same page. */
  readonly path: string
  readonly main: Markup
  /** Keeps the page out of search engines: references, problems. */
  readonly isPrivate?: boolean
  readonly servedBy?: ServedBy
  readonly copyFrom?: Date | undefined
  /** The form that a visitor may have begun to fill in: a change of language submits it too. */
  readonly formId?: string
}

export interface Frame {
  readonly assets: Assets
  /** Without one the page has no script. */
  readonly scriptNonce: string
  /** This task's region, for pages made without the API. */
  readonly region: string
}

/** A whole HTML document: head, skip link, landmarks and a footer that names the region that served it. */
export function renderDocument(page: Page, frame: Frame): string {
  const { assets } = frame
  const messages = messagesFor(page.locale)
  return html`${trusted('<!doctype html>')}
<html lang="${page.locale}">
<head>
<meta charset="utf-8">
<title>${page.title} · ${messages.brand}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.description ?? messages.home.lead}">
${page.isPrivate && html`<meta name="robots" content="noindex">`}
<link rel="stylesheet" href="${assets.url('site.css')}">
<link rel="icon" href="${assets.url('favicon.svg')}" type="image/svg+xml">
${!page.isPrivate && alternates(page.path)}
<script src="${assets.url('site.js')}" nonce="${frame.scriptNonce}" defer></script>
</head>
<body>
<a class="skip-link" href="#content">${messages.skipToContent}</a>
${page.formId && defaultButton(page.formId)}
${header(page, assets)}
${page.copyFrom && html`<p class="notice" role="status">${messages.stale(clockTime(page.copyFrom))}</p>`}
<main id="content" tabindex="-1">
${page.main}
</main>
${footer(page, frame)}
</body>
</html>
`.toString()
}

function alternates(path: string): readonly Markup[] {
  return LOCALES.map((locale) => html`<link rel="alternate" hreflang="${locale}" href="/${locale}${path}">`)
}

/** Enter presses a form's first button, which must not be a language. */
function defaultButton(formId: string): Markup {
  return html`<button class="visually-hidden" type="submit" form="${formId}" tabindex="-1" aria-hidden="true"></button>`
}

function header(page: Page, assets: Assets): Markup {
  const { locale } = page
  const messages = messagesFor(locale)
  return html`<header class="site-header">
<a class="brand" href="/${locale}"><img src="${assets.url('favicon.svg')}" alt="" width="28" height="28">${messages.brand}</a>
<nav aria-label="${messages.navigation.label}">
<ul>
<li><a href="/${locale}#campaigns">${messages.navigation.models}</a></li>
<li><a href="/${locale}/status">${messages.navigation.status}</a></li>
</ul>
</nav>
<nav class="languages" aria-label="${messages.navigation.language}">
<ul>${LOCALES.map((other) => html`<li>${languageSwitch(other, page)}</li>`)}</ul>
</nav>
</header>`
}

/** A link to the same page, or a button that keeps the typed values. */
function languageSwitch(locale: Locale, page: Page): Markup {
  const name = messagesFor(locale).languageName
  const isCurrent = locale === page.locale
  const current = isCurrent && trusted(' aria-current="true"')
  if (page.formId === undefined || isCurrent)
    return html`<a href="/${locale}${page.path}" lang="${locale}" hreflang="${locale}"${current}>${name}</a>`
  return html`<button type="submit" form="${page.formId}" formaction="${EDIT_ACTION}" formnovalidate name="language" value="${locale}" lang="${locale}">${name}</button>`
}

function footer(page: Page, frame: Frame): Markup {
  const { footer: words } = messagesFor(page.locale)
  const database = page.servedBy?.database
  return html`<footer class="site-footer">
<p data-region="${page.servedBy?.region ?? frame.region}">${words.servedBy(page.servedBy?.region ?? frame.region)}${database && html` · <span data-database="${database}">${words.database(database)}</span>`}</p>
<p>${words.fiction}</p>
</footer>`
}

/** `10:32`, in UTC: the same in both languages. */
function clockTime(time: Date): string {
  return time.toISOString().slice(11, 16)
}
