import { useState } from 'preact/hooks'
import type { ResourceLine } from '../../shared/resources.ts'
import { TextField } from '../parts/fields.tsx'
import { Panel } from '../parts/panel.tsx'
import { look, useBeat } from '../store.ts'
import { usePolled } from '../use-polled.ts'
import { Detail } from './resources/detail.tsx'
import { Tree } from './resources/tree.tsx'

/** The graph changes with the world only. */
const EVERY_MS = 30_000

/** What the Pulumi program describes: every resource, under the component that made it. */
export function Resources() {
  useBeat()
  const isLocal = look('world').lacks === undefined
  return isLocal ? (
    <Graph />
  ) : (
    <Panel title="Resources" of={[]}>
      <p class="lacks">
        AWS has no API for the Pulumi graph. See it with: npm run plan, or pulumi stack export for what is
        deployed.
      </p>
    </Panel>
  )
}

function Graph() {
  const [wanted, setWanted] = useState('')
  const [chosen, setChosen] = useState<string>()
  const shown = usePolled<readonly ResourceLine[]>('/api/resources', EVERY_MS)
  const lines = shown.value ?? []
  return (
    <div class="grid">
      <Panel
        title="Resources"
        class="half"
        note={`${lines.length} resources, each under the component that made it.`}
        of={[shown]}
      >
        <TextField
          label="Find by name, type or region"
          value={wanted}
          placeholder="rds us-west-2"
          onInput={setWanted}
        />
        <Tree lines={lines} wanted={wanted} chosen={chosen} onChoose={setChosen} />
      </Panel>
      <div class="half">
        {chosen ? (
          <Detail urn={chosen} onChoose={setChosen} />
        ) : (
          <Panel title="Resource" of={[]}>
            <p class="empty">
              Choose a resource to see its source line, inputs, outputs and what it depends on.
            </p>
          </Panel>
        )}
      </div>
    </div>
  )
}
