import type { ReportTable, RunReport } from '../../shared/drills.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: unknown) =>
  String(text).replace(/[<>&"']/g, (character) => ESCAPES[character] ?? character)

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid #8884; vertical-align: top }
figure { margin: 1rem 0; background: #fff; overflow-x: auto } img { max-width: 100% }`

/** A run as a single HTML file that opens without a server, with its figures embedded and without scripts. */
export function exportRun(report: RunReport, figures: ReadonlyMap<string, string>): string {
  const pictures = (report.figures ?? []).map(({ title, file }) => {
    const source = Buffer.from(figures.get(file) ?? '').toString('base64')
    return `<figure><img alt="${escaped(title)}" src="data:image/svg+xml;base64,${source}"></figure>`
  })
  const checks = {
    title: 'Checks',
    columns: ['check', 'verdict', 'detail'],
    rows: report.checks.map(({ name, verdict, detail }) => [name, verdict, detail]),
  }
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escaped(report.title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(report.title)}: ${escaped(report.verdict)}</h1>
<p>${escaped(report.startedAt)}, ${Math.round(report.durationMs / 1_000)} s, target ${escaped(report.target)}.</p>
<ul>${report.notes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>
${pictures.join('\n')}
${[checks, ...report.tables].map(tableOf).join('\n')}
</body></html>
`
}

function tableOf({ title, columns, rows }: ReportTable): string {
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')
  const body = rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('\n')
  return `<h2>${escaped(title)}</h2><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}
