import type { RegionId } from '@meridian/topology'
import { useState } from 'preact/hooks'
import type { LogLine } from '../../../shared/region.ts'
import { TextField } from '../../parts/fields.tsx'
import { timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 4_000

/** The newest lines of the region's tasks, by a filter pattern of CloudWatch Logs. */
export function Logs({ region }: { readonly region: RegionId }) {
  const [typed, setTyped] = useState('')
  const [pattern, setPattern] = useState('')
  const shown = usePolled<readonly LogLine[]>(
    `/api/regions/${region}/logs?pattern=${encodeURIComponent(pattern)}`,
    EVERY_MS,
  )
  return (
    <Panel title="Logs" note="The last ten minutes of every task, newest first." of={[shown]}>
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
          <p key={line.stream + line.at + line.text}>
            <span class="mono">{timeOfDay(line.at)}</span>{' '}
            <small>{line.stream.split('/').at(-1)?.slice(0, 8)}</small> <span class="mono">{line.text}</span>
          </p>
        ))}
      </section>
    </Panel>
  )
}
