import { DRILLS, REHEARSALS, type RegionalExperiment } from '@meridian/drills'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { REGIONS } from '@meridian/topology'
import { table } from './tables.ts'

const TEMPLATE = 'aws:fis/experimentTemplate:ExperimentTemplate'

/** What the program calls the template of a region. */
export const templateName = ({ template, region }: RegionalExperiment): string =>
  `${REGIONS[region].code}-experiments-${template}`

/** For each drill: the templates that rehearse it on AWS, what these do, and what is different there; or why there are none. */
export function rehearsalTable(graph: ResourceGraph): string {
  const rows = DRILLS.map(({ name }) => {
    const rehearsal = REHEARSALS[name]
    if (rehearsal?.experiments === undefined) return [`\`${name}\``, '-', '-', rehearsal?.impossible ?? '']
    const nodes = rehearsal.experiments.map((experiment) => graph.named(TEMPLATE, templateName(experiment)))
    return [
      `\`${name}\``,
      nodes.map((node) => `\`${node.name}\``).join(', '),
      [...new Set(nodes.flatMap(actionIds))].map((id) => `\`${id}\``).join(', '),
      rehearsal.differs,
    ]
  })
  return table(['drill', 'templates', 'actions', 'what differs, or why there is none'], rows).join('\n')
}

const actionIds = (node: ResourceNode): readonly string[] =>
  Attributes.of(node)
    .blocks('actions')
    .map((action) => action.text('actionId'))
