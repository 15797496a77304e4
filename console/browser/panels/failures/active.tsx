import { FAILURE_KINDS, type FailureField } from '../../../shared/failure-kinds.ts'
import type { FailureView } from '../../../shared/views.ts'
import { change } from '../../change.ts'
import { Problem } from '../../parts/fields.tsx'
import { duration } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { useAction } from '../../parts/use-action.ts'
import { backendNow, look } from '../../store.ts'

/** Active injected failures, to be healed one by one or all at once. */
export function ActiveFailures() {
  const world = look('world')
  const active = (world.value?.failures ?? []).filter(({ isMomentary }) => !isMomentary)
  const action = useAction()
  const heal = (failures: readonly FailureView[]) =>
    action.run(async () => {
      for (const { id } of failures)
        await change(`/api/failures/${encodeURIComponent(id)}`, { method: 'DELETE' })
    })
  return (
    <Panel title="Broken now" class="half" of={[world]}>
      {active.length === 0 && <p class="empty">Nothing is broken on purpose.</p>}
      <ul class="plain">
        {active.map((failure) => (
          <li key={failure.id}>
            <span class="badge warn">{labelOf(failure.kind)}</span>
            <span class="wide">
              {describe(failure)}{' '}
              <small>
                for {duration(backendNow() - Date.parse(failure.since))}
                {failure.until && `, heals in ${duration(Date.parse(failure.until) - backendNow())}`}
              </small>
            </span>
            <button
              type="button"
              disabled={action.isRunning}
              aria-label={`Heal ${labelOf(failure.kind)} ${failure.subject.region ?? failure.id}`}
              onClick={() => heal([failure])}
            >
              Heal
            </button>
          </li>
        ))}
      </ul>
      {active.length > 1 && (
        <button type="button" disabled={action.isRunning} onClick={() => heal(active)}>
          Heal all {active.length}
        </button>
      )}
      <Problem of={action} />
    </Panel>
  )
}

/** A failure's arguments with the names of its form's fields: `From seoul, To us-east-1, Round trip, ms 50`. */
function describe({ kind, subject }: FailureView): string {
  const fields: readonly FailureField[] =
    kind in FAILURE_KINDS ? FAILURE_KINDS[kind as keyof typeof FAILURE_KINDS].fields : []
  return Object.entries(subject)
    .map(([name, value]) => {
      if (name === 'region') return value
      const [label, unit = ''] = (fields.find((field) => field.name === name)?.label ?? name).split(', ')
      return `${label?.toLowerCase()} ${value} ${unit}`.trimEnd()
    })
    .join(', ')
}

const labelOf = (kind: string): string =>
  kind in FAILURE_KINDS ? FAILURE_KINDS[kind as keyof typeof FAILURE_KINDS].label : kind
