import { titleOf } from '../../../shared/operations.ts'
import { change } from '../../change.ts'
import { ExportLink } from '../../parts/export-link.tsx'
import { Problem } from '../../parts/fields.tsx'
import { timeOfDay } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { useAction } from '../../parts/use-action.ts'
import { look } from '../../store.ts'

const TONES: Readonly<Record<string, string>> = {
  done: 'good',
  promoted: 'good',
  failed: 'bad',
  abandoned: 'warn',
}

/** The newest operation's journal, updated while it is written. */
export function Journal({ class: name }: { readonly class: string }) {
  const shown = look('operation')
  const action = useAction()
  const operation = shown.value
  return (
    <Panel
      title="3. The journal"
      class={name}
      note="Written before each step, so that an operation that was interrupted can be resumed."
      of={[shown]}
    >
      {!operation && <p class="empty">No operation yet.</p>}
      {operation && (
        <>
          <p role="status" aria-label="Operation">
            {titleOf(operation)}{' '}
            <span class={`badge ${TONES[operation.state] ?? 'warn'}`}>{operation.state}</span>
          </p>
          <ol class="plain" aria-label="Journal entries">
            {operation.entries.map((entry) => (
              <li key={entry.at + entry.state}>
                <span class="mono">{timeOfDay(entry.at)}</span>
                <span class="wide">
                  {entry.state}
                  {entry.detail && <small> {entry.detail}</small>}
                </span>
              </li>
            ))}
          </ol>
          {operation.isOurs && operation.lastSeen && <p class="empty">Seen now: {operation.lastSeen}</p>}
          {!operation.isEnded && !operation.isOurs && (
            <button
              type="button"
              disabled={action.isRunning}
              onClick={() => action.run(() => change('/api/operations/resume'))}
            >
              Resume
            </button>
          )}
          {operation.report && (
            <p>
              <ExportLink of={operation.report} />
            </p>
          )}
          <Problem of={{ problem: action.problem ?? operation.problem }} />
        </>
      )}
    </Panel>
  )
}
