import { styleText } from 'node:util'
import { type Check, type Report, renderTable, type Verdict } from '@meridian/drills'

const MARKS: Readonly<Record<Verdict, string>> = { ok: '✓', failed: '✗', inconclusive: '≈', unknown: '?' }
const COLOURS = { ok: 'green', failed: 'red', inconclusive: 'yellow', unknown: 'yellow' } as const

/** The report for people: tables, then checks; quiet about what is well when there are many of them. */
export function renderReport(report: Report, stream: NodeJS.WriteStream, showAll: boolean): string {
  const shown = showAll ? report.checks : report.checks.filter(({ verdict }) => verdict !== 'ok')
  const counts = `${report.checks.filter(({ verdict }) => verdict === 'ok').length} of ${report.checks.length} checks ok`
  return [
    ...report.tables.map(renderTable),
    ...shown.map((check) => renderCheck(check, stream)),
    ...(shown.length > 0 ? [''] : []),
    `${paint(report.verdict, `${MARKS[report.verdict]} ${report.title}: ${report.verdict}`, stream)}, ${counts}, ${(report.durationMs / 1_000).toFixed(1)} s, target ${report.target}`,
    ...report.notes.map((note) => paintFaint(note, stream)),
    '',
  ].join('\n')
}

function renderCheck({ verdict, name, detail }: Check, stream: NodeJS.WriteStream): string {
  return `${paint(verdict, MARKS[verdict], stream)} ${name} ${paintFaint(`(${detail})`, stream)}`
}

// styleText follows NO_COLOR, FORCE_COLOR and whether the stream is a terminal.
const paint = (verdict: Verdict, text: string, stream: NodeJS.WriteStream) =>
  styleText(COLOURS[verdict], text, { stream })

const paintFaint = (text: string, stream: NodeJS.WriteStream) => styleText('dim', text, { stream })
