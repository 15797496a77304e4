import { useEffect, useState } from 'preact/hooks'
import type { RunbookKind } from '../../../shared/operations.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Panel } from '../../parts/panel.tsx'

interface RunbookProps {
  readonly kind: RunbookKind
  readonly class: string
}

/** The operation's step of docs/failover-runbook.md. */
export function Runbook({ kind, class: name }: RunbookProps) {
  const [text, setText] = useState<string>()
  useEffect(() => {
    void fetch(`/api/runbook?kind=${kind}`)
      .then((answer) => answer.json() as Promise<{ text: string }>)
      .then((answer) => setText(answer.text))
      .catch(() => setText(undefined))
  }, [kind])
  return (
    <Panel title="Runbook" class={name} of={[]}>
      {(text ?? 'Reading docs/failover-runbook.md …').split(/```\w*\n/).map((part, index) =>
        // Every second part is between two fences.
        index % 2 === 1 ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
          <pre key={part} tabIndex={0}>
            {part.trimEnd()}
          </pre>
        ) : (
          part
            .split(/\n{2,}/)
            .filter((paragraph) => paragraph.trim() !== '')
            .map((paragraph) => <Paragraph key={paragraph} text={paragraph} />)
        ),
      )}
    </Panel>
  )
}

const plain = (text: string): string => text.replaceAll('**', '').replaceAll('`', '').trim()

/** A Markdown paragraph or table: all that a step of the runbook contains besides commands. */
function Paragraph({ text }: { readonly text: string }) {
  const lines = text.trim().split('\n')
  if (!lines.every((line) => line.startsWith('|'))) return <p>{plain(text)}</p>
  const [head = [], , ...rows] = lines.map((line) => line.slice(1, -1).split('|').map(plain))
  return (
    <DataTable label="Runbook" columns={head.map((label) => ({ label }))}>
      {rows.map(([first, ...cells]) => (
        <tr key={first}>
          <th scope="row">{first}</th>
          {cells.map((cell) => (
            <td key={cell}>{cell}</td>
          ))}
        </tr>
      ))}
    </DataTable>
  )
}
