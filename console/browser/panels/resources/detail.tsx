import type { FindingView, LiveView, ResourceView } from '../../../shared/resources.ts'
import { shortType } from '../../../shared/resources.ts'
import { Boxes } from '../../parts/boxes.tsx'
import { Command } from '../../parts/command.tsx'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'
import { hrefOf } from './tree.tsx'

const EVERY_MS = 60_000
const LIVE_EVERY_MS = 5_000

/** Everything about one resource: its inputs, its live state on AWS, its cost, and policy findings. */
export function Detail({ urn }: { readonly urn: string }) {
  const query = `urn=${encodeURIComponent(urn)}`
  const shown = usePolled<ResourceView>(`/api/resources/one?${query}`, EVERY_MS)
  const live = usePolled<LiveView | null>(`/api/resources/live?${query}`, LIVE_EVERY_MS)
  const resource = shown.value
  return (
    <Panel title="Resource" class="two-thirds" of={[shown]}>
      {shown.problem && <p class="problem">{shown.problem}</p>}
      {resource && (
        <>
          <p>
            <strong>{resource.name}</strong> <small>{resource.type}</small>
          </p>
          <p class="mono">{resource.id}</p>
          <p>
            Made at <code>{resource.source ?? 'a place the program did not tell'}</code>
            {resource.region && ` in ${resource.region}`}.
          </p>
          <Cost lines={resource.cost} />
          <Findings of={resource.findings} />
          <Neighbours of={resource} />
          <div class="side-by-side">
            <Properties title="Inputs" note="What the program asks for." values={resource.inputs} />
            <Properties
              title="Outputs"
              note="What the program got, and gives to others."
              values={resource.outputs}
            />
            <section>
              <h3>Live</h3>
              <Live live={live.value} problem={live.problem} />
            </section>
          </div>
        </>
      )}
    </Panel>
  )
}

interface LiveProps {
  /** Null: no API call describes it; undefined: not read yet. */
  readonly live: LiveView | null | undefined
  readonly problem: string | undefined
}

function Live({ live, problem }: LiveProps) {
  if (problem) return <p class="problem">{problem}</p>
  if (live === undefined) return <p class="empty">Asking AWS …</p>
  if (live === null)
    return <p class="empty">This console makes no call that describes a resource of this type.</p>
  return (
    <>
      <p class="note">What AWS answers now.</p>
      {live.answer === undefined ? (
        <p class="problem">AWS knows no such resource.</p>
      ) : (
        <Json values={live.answer} />
      )}
      <Command text={live.command} />
    </>
  )
}

function Cost({ lines }: { readonly lines: ResourceView['cost'] }) {
  const total = lines.reduce((sum, { usdPerDay }) => sum + usdPerDay, 0)
  return (
    <p>
      {lines.length === 0
        ? 'Nothing is charged for it.'
        : `An estimated $${total.toFixed(2)} on a typical day, by list prices: `}
      <small>
        {lines.map(({ what, unit, usdPerDay }) => `${what} by ${unit} $${usdPerDay.toFixed(2)}`).join(', ')}
      </small>
    </p>
  )
}

/** Findings of the policy rules; a waiver says why one is accepted, and until when. */
function Findings({ of }: { readonly of: readonly FindingView[] }) {
  if (of.length === 0) return <p>No rule of the policy has a finding here.</p>
  return (
    <ul class="plain" aria-label="Findings of the policy">
      {of.map(({ rule, severity, property, seen, wanted, nextStep, waiver }) => (
        <li key={rule + property}>
          <span class={`badge ${waiver ? '' : 'bad'}`}>{waiver ? 'waived' : severity}</span>
          <span class="wide">
            <span class="mono">{rule}</span>: {property || 'it'} is {seen}, wanted is {wanted}.{' '}
            <small>{waiver ? `${waiver.reason} Review by ${waiver.reviewBy}.` : `Next: ${nextStep}`}</small>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Its dependencies, itself, and its dependents. */
function Neighbours({ of }: { readonly of: ResourceView }) {
  const { urn, dependencies, dependents } = of
  const box = (each: string) => {
    const [, , types = '', name = ''] = each.split('::')
    const type = types.split('$').at(-1) ?? ''
    return {
      id: each,
      name,
      title: `${name} (${type})`,
      figure: shortType(type),
      isChosen: each === urn,
      ...(each !== urn && { href: hrefOf(each) }),
    }
  }
  return (
    <div class="limited">
      <Boxes
        label={`${of.name}: depends on ${dependencies.length}, used by ${dependents.length}`}
        columns={[
          { title: `Depends on (${dependencies.length})`, boxes: dependencies.map(box) },
          { title: 'This one', boxes: [box(urn)] },
          { title: `Used by (${dependents.length})`, boxes: dependents.map(box) },
        ]}
        arrows={[
          ...dependencies.map((from) => ({ from, to: urn })),
          ...dependents.map((to) => ({ from: urn, to })),
        ]}
      />
    </div>
  )
}

interface PropertiesProps {
  readonly title: string
  readonly note: string
  readonly values: object
}

const Properties = ({ title, note, values }: PropertiesProps) => (
  <section>
    <h3>{title}</h3>
    <p class="note">{note}</p>
    <Json values={values} />
  </section>
)

const Json = ({ values }: { readonly values: object }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
  <pre class="limited" tabIndex={0}>
    {JSON.stringify(values, undefined, 2)}
  </pre>
)
