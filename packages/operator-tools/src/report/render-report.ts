import { styleText } from 'node:util'
import { type Check, VERDICT_MARKS } from './findings.ts'
import type { Report } from './report.ts'
import { renderTable, type Table } from './table.ts'

const COLOURS = { ok: 'green', failed: 'red', inconclusive: 'yellow', unknown: 'yellow' } as const
/** This many checks scroll off the screen: the failed ones are repeated at the end. */
const GLANCE = 10
/** Rows of a long list shown on the terminal; the report has all of them. */
const LIST_ROWS = 20

/**
 * The report for people. What they must not miss comes last, where a terminal stops: failed checks, the verdict and
 * warnings, the most prominent lines of all. Only lists that may be long come after the verdict.
 */
export function renderReport(report: Report, stream: NodeJS.WriteStream, showAll: boolean): string {
  const shown = showAll ? report.checks : report.checks.filter(({ verdict }) => verdict !== 'ok')
  return [
    ...report.tables.filter(({ isList }) => !isList).map((table) => renderTable(table, stream)),
    ...shown.map((check) => renderCheck(check, stream)),
    ...(shown.length > 0 ? [''] : []),
    ...(shown.length > GLANCE ? failuresAgain(report, stream) : []),
    verdictLine(report, stream),
    ...(report.steps ?? []),
    ...report.notes.map((note) => paintFaint(note, stream)),
    ...warningLines(report, stream),
    ...report.tables
      .filter(({ isList }) => isList)
      .flatMap((table) => ['', renderTable(beginningOf(table), stream)]),
    '',
  ].join('\n')
}

function failuresAgain({ checks }: Report, stream: NodeJS.WriteStream): readonly string[] {
  const failures = checks.filter(({ verdict }) => verdict === 'failed')
  if (failures.length === 0) return []
  const heading = `${failures.length} of ${checks.length} checks failed:`
  return [paint('red', heading, stream), ...failures.map((check) => renderCheck(check, stream)), '']
}

/** A tick means that nothing needs attention: never shown with a warning. */
function verdictLine(report: Report, stream: NodeJS.WriteStream): string {
  const { verdict, warnings = [], title, checks, durationMs, target } = report
  const isWarned = verdict === 'ok' && warnings.length > 0
  const mark = isWarned ? '!' : VERDICT_MARKS[verdict]
  const words = isWarned ? 'possible, with losses' : verdict
  const counts = `${checks.filter((check) => check.verdict === 'ok').length} of ${checks.length} checks ok`
  const said = paint(isWarned ? 'yellow' : COLOURS[verdict], `${mark} ${title}: ${words}`, stream)
  return `${said}, ${counts}, ${(durationMs / 1_000).toFixed(1)} s, target ${target}`
}

/** Marked by symbols as well as colour: a log or a pipe shows only the symbols. */
function warningLines({ warnings = [] }: Report, stream: NodeJS.WriteStream): readonly string[] {
  if (warnings.length === 0) return []
  const loud = (line: string) => styleText(['bold', 'inverse', 'red'], `!!! ${line} !!!`, { stream })
  return ['', ...warnings.map(loud)]
}

function beginningOf(table: Table): Table {
  const left = table.rows.length - LIST_ROWS
  if (left <= 0) return table
  const rest = [`… ${left} more in the report`, ...table.columns.slice(1).map(() => '')]
  return { ...table, rows: [...table.rows.slice(0, LIST_ROWS), rest] }
}

function renderCheck({ verdict, name, detail }: Check, stream: NodeJS.WriteStream): string {
  return `${paint(COLOURS[verdict], VERDICT_MARKS[verdict], stream)} ${name} ${paintFaint(`(${detail})`, stream)}`
}

// styleText follows NO_COLOR, FORCE_COLOR and whether the stream is a terminal.
const paint = (colour: 'green' | 'red' | 'yellow', text: string, stream: NodeJS.WriteStream) =>
  styleText(colour, text, { stream })

const paintFaint = (text: string, stream: NodeJS.WriteStream) => styleText('dim', text, { stream })
