import type { AddressLine } from '../kernel/module.ts'
import type { LinkState } from '../kernel/wan.ts'

export interface PageContents {
  readonly stack: string
  readonly addresses: readonly AddressLine[]
  readonly links: readonly { readonly from: string; readonly to: string; readonly state: LinkState }[]
}

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: unknown) =>
  String(text).replace(/[<>&"']/g, (character) => ESCAPES[character] ?? character)

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top }
td { font-family: ui-monospace, monospace; font-size: .9em }
#journal { height: 24rem; overflow: auto; font: .85em/1.5 ui-monospace, monospace; white-space: pre-wrap; border: 1px solid #8884; padding: .5rem }
`

// Entries are written with textContent, so nothing that happens in the world can become markup here.
const SCRIPT = `
const list = document.getElementById('journal'), state = document.getElementById('stream')
const stream = new EventSource('/journal')
stream.onopen = () => { state.textContent = 'live' }
stream.onerror = () => { state.textContent = 'stale since ' + new Date().toLocaleTimeString() }
stream.onmessage = (message) => {
  const entry = JSON.parse(message.data), line = document.createElement('div')
  line.textContent = [entry.time.slice(11, 23), (entry.region ?? '').padEnd(14), entry.module.padEnd(10), entry.event, entry.subject, entry.detail ? JSON.stringify(entry.detail) : ''].join('  ')
  list.prepend(line)
  while (list.childElementCount > 500) list.lastChild.remove()
}`

/** The console's one page: addresses, links, and what happens, as it happens. */
export function renderPage(contents: PageContents): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Meridian: ${escapeHtml(contents.stack)}</title><style>${STYLE}</style></head>
<body><h1>Meridian, stack ${escapeHtml(contents.stack)}</h1>
<h2 id="heading">Journal <small id="stream" role="status">connecting</small></h2>
<div id="journal" role="log" aria-labelledby="heading" tabindex="0"></div>
<h2>Addresses</h2>${addressTable(contents.addresses)}
<h2>Links</h2>${linkTable(contents.links)}
<script>${SCRIPT}</script></body></html>`
}

function addressTable(lines: readonly AddressLine[]): string {
  const rows = lines.map((line) => {
    const href = line.address.startsWith('http://')
      ? `<a href="${escapeHtml(line.address)}">${escapeHtml(line.address)}</a>`
      : escapeHtml(line.address)
    return `<tr><th scope="row">${escapeHtml(line.section)}: ${escapeHtml(line.label)}</th><td>${href}</td><td>${escapeHtml(line.name ?? '')}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

function linkTable(links: PageContents['links']): string {
  const rows = links.map(
    ({ from, to, state }) =>
      `<tr><th scope="row">${escapeHtml(from)} – ${escapeHtml(to)}</th><td>${state.isCut ? 'cut' : `${state.rttMs} ms ± ${state.jitterMs}`}</td></tr>`,
  )
  return `<table>${rows.join('')}</table>`
}
