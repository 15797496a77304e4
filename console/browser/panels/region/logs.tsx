import type { RegionId } from '@meridian/topology'
import { useState } from 'preact/hooks'
import type { LogLine } from '../../../shared/region.ts'
import { TextField } from '../../parts/fields.tsx'
import { timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 4_000

interface LogsProps {
  readonly region: RegionId
  /** The id of the only task to show. */
  readonly task: string | undefined
}

/** The latest log lines of the region's tasks or of one of them, filtered by a CloudWatch Logs pattern. */
export function Logs({ region, task }: LogsProps) {
  const [typed, setTyped] = useState('')
  const [pattern, setPattern] = useState('')
  const query = new URLSearchParams({ pattern, ...(task !== undefined && { task }) })
  const shown = usePolled<readonly LogLine[]>(`/api/regions/${region}/logs?${query}`, EVERY_MS)
  return (
    <Panel title="Logs" note="Of the last ten minutes, newest first." of={[shown]}>
      {task !== undefined && (
        <p>
          Only task <span class="mono">{task.slice(0, SHORT_ID)}</span>.{' '}
          <a href={`#/region/${region}`}>Show every task</a>
        </p>
      )}
      <form
        class="confirm"
        onSubmit={(event) => {
          event.preventDefault()
          setPattern(typed)
        }}
      >
        <TextField
          label="Filter pattern of CloudWatch Logs"
          value={typed}
          placeholder="error"
          onInput={setTyped}
        />
        <button type="submit">Search</button>
      </form>
      {shown.value?.length === 0 && <p class="empty">No line matches.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section class="lines" aria-label="Log lines" tabIndex={0}>
        {(shown.value ?? []).map((line) => (
          <Line key={line.stream + line.at + line.text} line={line} />
        ))}
      </section>
    </Panel>
  )
}

/** A line with its message and main fields. The whole line is its title, and is what the filter searches. */
function Line({ line: { at, stream, text } }: { readonly line: LogLine }) {
  const { level, said } = readLine(text)
  return (
    <p title={text}>
      <span class="mono">{timeOfDay(at)}</span> <small>{stream.split('/').at(-1)?.slice(0, SHORT_ID)}</small>{' '}
      <span class={`badge ${LEVELS[level] ?? ''}`}>{level || 'text'}</span> <span class="mono">{said}</span>
    </p>
  )
}

const SHORT_ID = 8
const LEVELS: Readonly<Record<string, string>> = { warn: 'warn', error: 'bad', fatal: 'bad' }
/** Fields in every line, or for machines. */
const LEFT_OUT = ['level', 'time', 'service', 'region', 'msg', 'route', '_aws']

/** Services write JSON; other lines are shown as they are. */
function readLine(text: string): { readonly level: string; readonly said: string } {
  try {
    const { level = '', msg = '', ...rest } = JSON.parse(text) as Record<string, unknown>
    const facts = Object.entries(rest)
      .filter(([name]) => !LEFT_OUT.includes(name))
      .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
    return { level: String(level), said: [msg, ...facts].join(' ') }
  } catch {
    return { level: '', said: text }
  }
}
