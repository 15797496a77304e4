import { isNoCall, useJournal } from '../../journal.ts'
import { timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { look } from '../../store.ts'

const MOST_SHOWN = 60

/** The world's journal, newest first; calls to the AWS API have their own page. */
export function Journal() {
  const { entries, silentSince } = useJournal(look('world').lacks === undefined, isNoCall)
  return (
    <Panel title="What happens" note="The world’s journal, newest first." of={[look('world')]}>
      {silentSince !== undefined && (
        <p class="problem">The journal is silent since {timeOfDay(silentSince)}.</p>
      )}
      {entries.length === 0 && <p class="empty">Nothing has happened lately.</p>}
      <ul class="plain log" aria-label="Journal of the world">
        {entries.slice(0, MOST_SHOWN).map((entry) => (
          <li key={entry.time + entry.module + entry.event + entry.subject}>
            <span class="mono">{timeOfDay(entry.time)}</span>
            <span class="badge">{entry.module}</span>
            <span class="wide">
              {entry.event} <span class="mono">{entry.subject}</span> <small>{entry.region}</small>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
