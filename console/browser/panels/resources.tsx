import { useState } from 'preact/hooks'
import { type ListedResource, pictureOf } from '../../shared/resources.ts'
import { Boxes } from '../parts/boxes.tsx'
import { TextField } from '../parts/fields.tsx'
import { Panel } from '../parts/panel.tsx'
import { look, useBeat } from '../store.ts'
import { usePolled } from '../use-polled.ts'
import { Detail } from './resources/detail.tsx'
import { hrefOf, Tree } from './resources/tree.tsx'

/** The graph changes only with the world. */
const EVERY_MS = 30_000

/** Every resource that the Pulumi program describes, under the component that created it. */
export function Resources({ path }: { readonly path: readonly string[] }) {
  useBeat()
  const isLocal = look('world').lacks === undefined
  return isLocal ? (
    <Graph chosen={path[1] ? decodeURIComponent(path[1]) : undefined} />
  ) : (
    <Panel title="Resources" of={[]}>
      <p class="lacks">
        AWS has no API for the Pulumi graph. See it with: npm run plan, or pulumi stack export for what is
        deployed.
      </p>
    </Panel>
  )
}

function Graph({ chosen }: { readonly chosen: string | undefined }) {
  const [wanted, setWanted] = useState('')
  const shown = usePolled<readonly ListedResource[]>('/api/resources', EVERY_MS)
  const lines = shown.value ?? []
  return (
    <div class="grid">
      <Panel
        title="Resources"
        class={chosen ? 'third' : undefined}
        note={
          shown.value
            ? `${lines.length} resources, each under the component that made it.`
            : 'Every resource of the program, under the component that made it.'
        }
        of={[shown]}
      >
        <TextField
          label="Find by name, type, component or region"
          value={wanted}
          placeholder="rds us-west-2"
          onInput={setWanted}
        />
        <div class="limited">
          <Tree lines={lines} wanted={wanted} chosen={chosen} />
        </div>
      </Panel>
      {chosen && <Detail urn={chosen} />}
      {lines.length > 0 && <Picture lines={lines} chosen={chosen} />}
    </div>
  )
}

interface PictureProps {
  readonly lines: readonly ListedResource[]
  readonly chosen: string | undefined
}

/** From the visitors' side to the operators'. */
const AREAS = ['traffic', 'compute', 'database', 'network', 'security', 'operations', 'delivery']

/** The whole program, with a box for each kind of component; the arrows of the chosen resource's component are highlighted. */
function Picture({ lines, chosen }: PictureProps) {
  const { boxes, arrows } = pictureOf(lines)
  const isWithin = (type: string) => chosen?.includes(`:${type}$`) || chosen?.includes(`::${type}::`)
  const areas = Map.groupBy(boxes, ({ area }) => area)
  const names = [...AREAS, ...[...areas.keys()].filter((area) => !AREAS.includes(area))]
  const firstOf = (type: string) => lines.find((line) => line.type === type)?.urn ?? ''
  return (
    <Panel
      title="The program as a picture"
      note="A box for each kind of component, a line where resources of one depend on those of another. Choose a box to draw its lines strongly."
      of={[]}
    >
      <Boxes
        label={`Components of the program: ${boxes.length} kinds, ${arrows.length} dependencies between them`}
        columns={names.flatMap((area) => {
          const inside = areas.get(area)
          if (!inside) return []
          return {
            title: area,
            boxes: inside.map(({ type, name, resources, instances }) => ({
              id: type,
              name,
              title: `${name}: ${resources} resources in ${instances} components`,
              figure: `${resources} resources${instances > 1 ? ` in ${instances}` : ''}`,
              isChosen: isWithin(type) ?? false,
              href: hrefOf(firstOf(type)),
            })),
          }
        })}
        arrows={arrows
          .map(({ from, to }) => ({ from, to, isStrong: isWithin(from) || isWithin(to) || false }))
          .sort((left, right) => Number(left.isStrong) - Number(right.isStrong))}
      />
    </Panel>
  )
}
