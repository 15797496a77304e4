import { isRegionId } from '@meridian/topology'
import type { DashboardView, WidgetView } from '../../shared/dashboards.ts'
import { Chart, type ChartLine } from '../parts/chart.tsx'
import { Choice } from '../parts/fields.tsx'
import { quantity } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { look, useBeat } from '../store.ts'
import { usePolled } from '../use-polled.ts'

const EVERY_MS = 10_000

/** CloudWatch's own dashboards, drawn from GetDashboard and their metrics. */
export function Dashboards({ path }: { readonly path: readonly string[] }) {
  useBeat()
  const wanted = path[1] ? `?name=${encodeURIComponent(decodeURIComponent(path[1]))}` : ''
  const shown = usePolled<DashboardView>(`/api/dashboard${wanted}`, EVERY_MS)
  const { name = '', names = [], widgets = [] } = shown.value ?? {}
  return (
    <>
      <Panel
        title="CloudWatch dashboard"
        note="The last quarter of an hour, at the periods that the dashboard asks for. The AWS console shows the same under CloudWatch, Dashboards."
        of={[shown]}
      >
        {shown.problem && <p class="problem">{shown.problem}</p>}
        {shown.value && names.length === 0 && <p class="empty">The account has no dashboard.</p>}
        {names.length > 0 && (
          <Choice
            label="Dashboard"
            value={name}
            options={names.map((each) => ({ value: each, label: each }))}
            onChange={(each) => {
              location.hash = `/dashboards/${encodeURIComponent(each)}`
            }}
          />
        )}
      </Panel>
      <div class="widgets">
        {widgets.map((widget) => (
          <Widget key={`${widget.region} ${widget.title} ${widget.x}`} widget={widget} />
        ))}
      </div>
    </>
  )
}

function Widget({ widget }: { readonly widget: WidgetView }) {
  const { title, x, width, problem } = widget
  return (
    <section
      class="panel widget"
      aria-label={title}
      style={{ '--column': x + 1, '--width': width } as Record<string, number>}
    >
      <h2>{title}</h2>
      {problem ? <p class="problem">{problem}</p> : <Content widget={widget} />}
    </section>
  )
}

function Content({ widget: { type, title, lines, alarms, text } }: { readonly widget: WidgetView }) {
  if (type === 'alarm')
    return (
      <ul class="plain">
        {alarms.map((alarm) => (
          <AlarmState key={alarm.region + alarm.name} alarm={alarm} />
        ))}
      </ul>
    )
  if (type === 'text') return <p>{text}</p>
  if (type !== 'metric') return <p class="lacks">This console does not draw widgets of type {type}.</p>
  if (lines.every(({ series }) => series.times.length === 0))
    return (
      <p class="empty">
        CloudWatch has had no value of {lines.map(({ label }) => label).join(', ')} in this time.
      </p>
    )
  return (
    <Chart
      label={title}
      format={quantity}
      leastRange={0}
      lines={lines.map(({ label, series }, index) => ({
        label,
        series,
        colour: ((index % COLOURS) + 1) as ChartLine['colour'],
      }))}
    />
  )
}

const COLOURS = 3
const TONES: Readonly<Record<string, string>> = { ALARM: 'bad', OK: 'good' }
const SAYS: Readonly<Record<string, string>> = { ALARM: 'in alarm', OK: 'ok', INSUFFICIENT_DATA: 'no data' }

function AlarmState({ alarm: { region, name } }: { readonly alarm: WidgetView['alarms'][number] }) {
  const shown = isRegionId(region) ? look(`alarms:${region}`) : undefined
  const state = shown?.value?.find((each) => each.name === name)?.state
  const isKnown = state !== undefined && shown?.staleSince === undefined
  return (
    <li>
      <span class="wide">{name}</span>
      <span class={`badge ${isKnown ? (TONES[state] ?? '') : ''}`}>
        {isKnown ? (SAYS[state] ?? state) : 'not known'}
      </span>
    </li>
  )
}
