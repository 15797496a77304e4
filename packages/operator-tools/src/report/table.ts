import stringWidth from 'string-width'
import { widthOf } from './width.ts'

/** A table as data, for both a terminal and Markdown. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** A list that may be long: people read the verdict before it. */
  readonly isList?: boolean
}

const GAP = '  '

/** Aligned columns, numbers to the right; no frame, so that standard tools can cut it. */
export function renderTable({ title, columns, rows }: Table, stream?: NodeJS.WriteStream): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map((cell) => stringWidth(cell))),
  )
  const isNumeric = columns.map(
    (_, index) => rows.length > 0 && rows.every((row) => /^[-\d.,]*( ms)?$/.test(row[index] ?? '')),
  )
  const width = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length)
  if (stream && width > widthOf(stream)) return renderRecords({ title, columns, rows })
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, isNumeric[index] ?? false))
      .join(GAP)
      .trimEnd()
  return [title, line(columns), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line), ''].join(
    '\n',
  )
}

/** For a table wider than the terminal: each row as a block under its first cell. */
function renderRecords({ title, columns: [, ...columns], rows }: Table): string {
  const records = rows.map(([first = '', ...cells]) => {
    const said = cells.flatMap((cell, index) => (cell === '' ? [] : [`${columns[index]} ${cell}`]))
    return said.length === 0 ? first : `${first}\n  ${said.join(', ')}`
  })
  return [title, ...records, ''].join('\n')
}

export function renderMarkdownTable({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [`## ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line), ''].join('\n')
}

function pad(cell: string, width: number, toTheRight: boolean): string {
  const gap = ' '.repeat(Math.max(0, width - stringWidth(cell)))
  return toTheRight ? gap + cell : cell + gap
}
