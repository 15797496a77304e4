import type { ResourceView } from '../../../shared/resources.ts'
import { Panel } from '../../parts/panel.tsx'
import { usePolled } from '../../use-polled.ts'

const EVERY_MS = 60_000

interface DetailProps {
  readonly urn: string
  readonly onChoose: (urn: string) => void
}

export function Detail({ urn, onChoose }: DetailProps) {
  const shown = usePolled<ResourceView>(`/api/resources/one?urn=${encodeURIComponent(urn)}`, EVERY_MS)
  const resource = shown.value
  return (
    <Panel title="Resource" of={[shown]}>
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
          <Links title="Depends on" urns={resource.dependencies} onChoose={onChoose} />
          <Links title="Used by" urns={resource.dependents} onChoose={onChoose} />
          <Properties title="Inputs" values={resource.inputs} />
          <Properties title="Outputs" values={resource.outputs} />
        </>
      )}
    </Panel>
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

interface LinksProps {
  readonly title: string
  readonly urns: readonly string[]
  readonly onChoose: (urn: string) => void
}

function Links({ title, urns, onChoose }: LinksProps) {
  if (urns.length === 0) return null
  return (
    <>
      <h3>
        {title} ({urns.length})
      </h3>
      <ul class="tree">
        {urns.map((urn) => (
          <li key={urn}>
            <button type="button" class="link" onClick={() => onChoose(urn)}>
              {urn.split('::').at(-1)}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function Properties({ title, values }: { readonly title: string; readonly values: object }) {
  return (
    <>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre class="limited" tabIndex={0}>
        {JSON.stringify(values, undefined, 2)}
      </pre>
    </>
  )
}
