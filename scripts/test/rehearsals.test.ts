import { DRILLS, REHEARSALS } from '@meridian/drills'
import { loadGraph } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { templateName } from '../src/architecture/rehearsals.ts'

describe('the rehearsals of drills on AWS', async () => {
  const production = await loadGraph('production')
  const templates = production.ofType('aws:fis/experimentTemplate:ExperimentTemplate')
  const rehearsed = Object.values(REHEARSALS).flatMap(({ experiments = [] }) => experiments)

  it('exist for every drill, and for nothing else', () => {
    expect(Object.keys(REHEARSALS).toSorted()).toEqual(DRILLS.map(({ name }) => name).toSorted())
  })

  it('use templates of the production stack, in the region of the experiment', () => {
    const places = templates.map(({ name, region }) => [name, region])
    for (const experiment of rehearsed)
      expect(places).toContainEqual([templateName(experiment), experiment.region])
  })

  it('use every kind of template', () => {
    const kinds = templates.map(({ name }) => name.replace(/^\w+-experiments-/, ''))
    expect([...new Set(kinds)].toSorted()).toEqual(
      [...new Set(rehearsed.map(({ template }) => template))].toSorted(),
    )
  })

  it('describe what differs, or why AWS FIS has nothing for the drill', () => {
    for (const [name, rehearsal] of Object.entries(REHEARSALS)) {
      const words = rehearsal.experiments === undefined ? rehearsal.impossible : rehearsal.differs
      expect(words.length, name).toBeGreaterThan(40)
    }
  })
})
