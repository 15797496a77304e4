import stringWidth from 'string-width'

/** A table as data, for a terminal and for Markdown alike. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** A list that may be long: people read the verdict before it. */
  readonly isList?: boolean
}

/** Columns in line, numbers to the right; no frame, so that it can be cut with standard tools. */
export function renderTable({ title, columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(...[column, ...rows.map((row) => row[index] ?? '')].map((cell) => stringWidth(cell))),
  )
  const isNumeric = columns.map(
    (_, index) => rows.length > 0 && rows.every((row) => /^[-\d.,]*( ms)?$/.test(row[index] ?? '')),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => pad(cell, widths[index] ?? 0, isNumeric[index] ?? false))
      .join('  ')
      .trimEnd()
  return [title, line(columns), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line), ''].join(
    '\n',
  )
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
