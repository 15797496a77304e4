import type { Report } from './report.ts'
import { renderMarkdownTable, type Table } from './table.ts'

/** The report as a page: verdict first, then tables, then every check. */
export function renderMarkdown(report: Report): string {
  const {
    title,
    target,
    startedAt,
    durationMs,
    verdict,
    warnings = [],
    steps = [],
    notes,
    figures = [],
    tables,
    checks,
  } = report
  const measured = target === 'local' ? 'measured on the local world' : 'measured on AWS'
  return [
    `# ${title}: ${verdict}`,
    '',
    `${startedAt}, ${(durationMs / 1_000).toFixed(1)} s, ${measured}.`,
    '',
    ...warnings.flatMap((warning) => [`> **${warning}**`, '']),
    ...[...steps, ...notes].map((line) => `- ${line}`),
    ...(steps.length + notes.length > 0 ? [''] : []),
    ...figures.flatMap(({ title: caption, file }) => [`![${caption}](${file})`, '']),
    ...tables.map(renderMarkdownTable),
    ...(checks.length > 0 ? [renderMarkdownTable(checkTable(report))] : []),
  ].join('\n')
}

export function checkTable({ checks }: Pick<Report, 'checks'>): Table {
  return {
    title: 'Checks',
    columns: ['verdict', 'check', 'seen'],
    rows: checks.map(({ verdict, name, detail }) => [verdict, name, detail]),
  }
}
