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

/** A table that scrolls sideways where the screen is narrow, by keyboard as well. */
export function DataTable({ label, columns, children }: DataTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section class="scroll" aria-label={`${label}, a table`} tabIndex={0}>
      <table>
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
