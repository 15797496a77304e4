import { useState } from 'preact/hooks'
import { type DrillNow, type DrillsView, type RunLine, STARTABLE } from '../../shared/drills.ts'
import { change } from '../change.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Choice, Form, TextField } from '../parts/fields.tsx'
import { dayAndTime, duration } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { useAction } from '../parts/use-action.ts'
import { look, useBeat } from '../store.ts'
import { usePolled } from '../use-polled.ts'
import { Comparison } from './drills/comparison.tsx'
import { Report } from './drills/report.tsx'

const EVERY_MS = 2_000
const COLUMNS: readonly Column[] = [
  ...['Compare', 'Drill', 'Verdict', 'Began'].map((label) => ({ label })),
  { label: 'Took', isNumber: true },
]

const keyOf = ({ drill, run }: Pick<RunLine, 'drill' | 'run'>): string => `${drill}/${run}`

/** Drills: start one, watch it, read its report, compare two. */
export function Drills() {
  useBeat()
  const shown = usePolled<DrillsView>('/api/drills', EVERY_MS)
  const [chosen, setChosen] = useState<string>()
  const [compared, setCompared] = useState<readonly string[]>([])
  const runs = shown.value?.runs ?? []
  const toggle = (key: string) =>
    setCompared(
      compared.includes(key) ? compared.filter((each) => each !== key) : [...compared, key].slice(-2),
    )
  return (
    <div class="grid">
      {look('world').lacks === undefined && <Begin view={shown.value} />}
      <Panel title="Kept runs" class="two-thirds" note="Mark two to compare them." of={[shown]}>
        {shown.problem && <p class="problem">{shown.problem}</p>}
        {shown.value && runs.length === 0 && <p class="empty">No drill has been run here yet.</p>}
        <div class="limited">
          <DataTable label="Kept runs" columns={COLUMNS}>
            {runs.map((run) => (
              <tr key={keyOf(run)} class={keyOf(run) === chosen ? 'chosen' : undefined}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Compare ${run.drill} of ${run.run}`}
                    checked={compared.includes(keyOf(run))}
                    onChange={() => toggle(keyOf(run))}
                  />
                </td>
                <th scope="row">
                  <button type="button" class="link" onClick={() => setChosen(keyOf(run))}>
                    {run.drill}
                  </button>{' '}
                  <small>{run.title}</small>
                </th>
                <td>
                  <span class={`badge ${run.verdict === 'ok' ? 'good' : 'bad'}`}>{run.verdict}</span>
                </td>
                <td>{dayAndTime(run.startedAt)}</td>
                <td class="number">{duration(run.durationMs)}</td>
              </tr>
            ))}
          </DataTable>
        </div>
      </Panel>
      {compared.length === 2 && <Comparison left={compared[0] ?? ''} right={compared[1] ?? ''} />}
      {chosen && <Report of={chosen} />}
    </div>
  )
}

function Begin({ view }: { readonly view: DrillsView | undefined }) {
  const [drill, setDrill] = useState<string>(STARTABLE[0])
  const [typed, setTyped] = useState('')
  const action = useAction()
  const now = view?.now
  const isRunning = now !== undefined && now !== null && now.exitCode === undefined
  return (
    <Panel
      title="Begin a drill"
      class="third"
      note="It loads the site, breaks something, carries out the procedure, and judges what visitors noticed. It takes minutes."
      of={[]}
    >
      <Form action={action} onSubmit={() => change('/api/drills', { body: { drill } })}>
        <Choice
          label="Drill"
          value={drill}
          options={STARTABLE.map((each) => ({ value: each, label: each.replaceAll('-', ' ') }))}
          onChange={setDrill}
        />
        <TextField label={`Type ${drill} to confirm`} value={typed} placeholder={drill} onInput={setTyped} />
        <button type="submit" class="danger" disabled={isRunning || action.isRunning || typed !== drill}>
          Begin the drill
        </button>
      </Form>
      {now && (
        <>
          <p role="status" aria-label="Drill">
            {now.drill}: {stateOf(now)}
          </p>
          {isRunning && <Stop now={now} />}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
          <pre class="limited" tabIndex={0}>
            {now.says.join('\n')}
          </pre>
        </>
      )}
    </Panel>
  )
}

/** Exit code of a command that a signal has ended. */
const STOPPED = 130

function stateOf({ exitCode, isStopping, startedAt }: DrillNow): string {
  if (exitCode === STOPPED) return 'was stopped'
  if (exitCode !== undefined) return `ended with ${exitCode}`
  return isStopping ? 'heals what it broke, then ends' : `runs for ${duration(Date.now() - startedAt)}`
}

/** Asks for no confirmation: it only heals. */
function Stop({ now }: { readonly now: DrillNow }) {
  const action = useAction()
  return (
    <Form action={action} onSubmit={() => change('/api/drills/stop', { body: {} })}>
      <button type="submit" disabled={now.isStopping === true || action.isRunning}>
        Stop the drill
      </button>
    </Form>
  )
}
