import type { ComponentChildren } from 'preact'

export interface Column {
  readonly label: string
  readonly isNumber?: boolean
}

interface DataTableProps {
  readonly label: string
  readonly columns: readonly Column[]
  /** The rows: `tr` with a `th scope="row"` first. */
  readonly children: ComponentChildren
}

/** With more columns than this, a table scrolls on a phone instead of being squeezed. */
const MOST_FITTING = 4

/** A table that scrolls sideways on narrow screens, also by keyboard. */
export function DataTable({ label, columns, children }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="scroll" aria-label={`${label}, a table`} tabIndex={0}>
      <table class={columns.length > MOST_FITTING ? 'many-columns' : undefined}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" class={column.isNumber ? 'number' : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
