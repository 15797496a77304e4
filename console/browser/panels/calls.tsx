import { useState } from 'preact/hooks'
import { isCall, type JournalEntry, useJournal } from '../journal.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { TextField } from '../parts/fields.tsx'
import { timeOfDay } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { look, useBeat } from '../store.ts'

const COLUMNS: readonly Column[] = ['Time', 'Operation', 'Region', 'Answer', 'Caller'].map((label) => ({
  label,
}))
const MOST_SHOWN = 100
/** The SDK's user agent mark for calls by this console's backend. */
const OWN = 'app/meridian-console'

/** All calls to the world's control plane. */
export function Calls() {
  useBeat()
  const { entries, silentSince } = useJournal(look('world').lacks === undefined, isCall)
  const [wanted, setWanted] = useState('')
  const [withOwn, setWithOwn] = useState(false)
  const heard = withOwn ? entries : entries.filter((entry) => !agentOf(entry).includes(OWN))
  const calls = heard.filter((entry) => textOf(entry).toLowerCase().includes(wanted.toLowerCase()))
  return (
    <div class="grid">
      <Panel
        title="API calls"
        note="The newest calls to the AWS API of this world, newest first: who called what, where, and what was answered."
        of={[look('world')]}
      >
        {silentSince !== undefined && (
          <p class="problem">The journal is silent since {timeOfDay(silentSince)}.</p>
        )}
        <TextField
          label="Show only calls with"
          value={wanted}
          placeholder="rds, AccessDenied, us-west-2"
          onInput={setWanted}
        />
        <label class="field inline">
          <input
            type="checkbox"
            checked={withOwn}
            onChange={({ currentTarget }) => setWithOwn(currentTarget.checked)}
          />
          <span>Show this console’s own calls as well</span>
        </label>
        {calls.length === 0 && (
          <p class="empty">
            {heard.length === 0
              ? `The last ${entries.length} calls are all by this console: make one, such as npm run aws -- rds describe-global-clusters.`
              : `No such call among the last ${heard.length}.`}
          </p>
        )}
        <DataTable label="API calls" columns={COLUMNS}>
          {calls.slice(0, MOST_SHOWN).map((entry) => (
            <tr key={String(entry.detail?.requestId)}>
              <td class="mono">{timeOfDay(entry.time)}</td>
              <th scope="row" class="mono">
                {entry.subject}
              </th>
              <td>{entry.region}</td>
              <td>
                <span class={`badge ${entry.detail?.outcome === 'ok' ? 'good' : 'bad'}`}>
                  {String(entry.detail?.outcome ?? '')}
                </span>
              </td>
              <td>
                <small>{callerOf(entry)}</small>
              </td>
            </tr>
          ))}
        </DataTable>
      </Panel>
    </div>
  )
}

const agentOf = (entry: JournalEntry): string => String(entry.detail?.userAgent ?? '')

const textOf = (entry: JournalEntry): string =>
  [entry.subject, entry.region, entry.detail?.outcome, callerOf(entry)].join(' ')

/** `aws-sdk-js/3.1138.0 …` without the details about its machine. */
const callerOf = (entry: JournalEntry): string =>
  (agentOf(entry).includes(OWN) ? 'this console' : agentOf(entry).split(' ')[0]) ?? ''
