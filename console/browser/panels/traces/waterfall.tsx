import type { SpanView, TraceView } from '../../../shared/traces.ts'
import { milliseconds } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 10_000
const INDENT = 1.4

/** One trace: who called whom, where, and how long each call took. */
export function Waterfall({ id }: { readonly id: string }) {
  const shown = usePolled<TraceView>(`/api/traces/${id}`, EVERY_MS)
  const trace = shown.value
  return (
    <Panel title="The way of the request" note={`Trace ${id}.`} of={[shown]}>
      {shown.problem && <p class="problem">{shown.problem}</p>}
      {trace && (
        <ol class="plain waterfall" aria-label="Segments">
          {trace.spans.map((span) => (
            <Span key={span.id} span={span} totalMs={trace.durationMs} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

function Span({ span, totalMs }: { readonly span: SpanView; readonly totalMs: number }) {
  const share = (ms: number) => `${(100 * ms) / Math.max(totalMs, 1)}%`
  return (
    <li title={`${span.origin} ${span.detail}`}>
      <span class="wide-name" style={{ paddingLeft: `${span.depth * INDENT}ch` }}>
        {span.name} <small>{span.region}</small>
      </span>
      <span class="bars">
        <span
          class={span.isFailed ? 'bar bad' : 'bar'}
          style={{ marginLeft: share(span.startMs), width: `max(2px, ${share(span.durationMs)})` }}
        />
      </span>
      <span class="took">{milliseconds(span.durationMs)}</span>
    </li>
  )
}
