import { GraphError, loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import { modelSources, validateByModels } from '../src/models/index.ts'
import { RULES } from '../src/registry.ts'
import type { Finding } from '../src/rule.ts'
import { compilePlants } from './compile.ts'
import { JOINED_PLANTS } from './joined.ts'
import { MODEL_PLANTS, SETTING_PLANTS, TYPE_PLANTS } from './other-layers.ts'
import type { GraphPlant } from './plant.ts'
import { SINGLE_PLANTS } from './single.ts'

/** Where a mistake has to be caught, from the first to the last. */
export type Layer = 'types' | 'settings' | 'models' | 'policy'

/** What became of one planted mistake. */
export interface PlantOutcome {
  readonly layer: Layer
  readonly mistake: string
  /** The rule, where rules are what catches it. */
  readonly caughtBy: string | undefined
  /** The layer refused it, no other rule did, and the message names the cause. */
  readonly isCaught: boolean
  /** What was said; empty when nothing. */
  readonly message: string
}

/** Plants every mistake in a stack, one at a time, and reports who caught it. Takes some seconds. */
export async function runPlants(stack: 'poc' | 'production'): Promise<readonly PlantOutcome[]> {
  const graph = await loadGraph(stack)
  const fits = ({ only }: GraphPlant) => only === undefined || only === stack
  const policy = policyCheck(graph)
  const models = modelCheck(graph)
  return [
    ...compiled(),
    ...(await refusedSettings(stack)),
    ...MODEL_PLANTS.filter(fits).map((plant) => outcomeOf('models', plant, models(plant.plant(graph)))),
    ...[...SINGLE_PLANTS, ...JOINED_PLANTS]
      .filter(fits)
      .map((plant) => outcomeOf('policy', plant, policy(plant.plant(graph)))),
  ]
}

type Check = (planted: ResourceGraph) => readonly Finding[]

function policyCheck(graph: ResourceGraph): Check {
  return newIn(graph, (each) => RULES.flatMap((rule) => rule.check(each)))
}

function modelCheck(graph: ResourceGraph): Check {
  const sources = modelSources()
  return newIn(graph, (each) => validateByModels(each, sources).findings)
}

/** Findings that the graph did not have before. */
function newIn(graph: ResourceGraph, check: Check): Check {
  const keyOf = ({ rule, resource, property, seen }: Finding) => [rule, resource, property, seen].join(' ')
  const known = new Set(check(graph).map(keyOf))
  return (planted) => check(planted).filter((finding) => !known.has(keyOf(finding)))
}

function outcomeOf(layer: Layer, plant: GraphPlant, findings: readonly Finding[]): PlantOutcome {
  const { mistake, caughtBy, says } = plant
  const messages = findings.map(({ property, seen, wanted }) => `${property}: ${seen}; wanted: ${wanted}`)
  const message = messages.find((each) => says?.test(each)) ?? ''
  const rules = new Set(findings.map(({ rule }) => rule))
  return {
    layer,
    mistake,
    caughtBy,
    isCaught: rules.size === 1 && rules.has(caughtBy) && (says === undefined || message !== ''),
    message: message || messages.join('; '),
  }
}

function compiled(): readonly PlantOutcome[] {
  const said = compilePlants(TYPE_PLANTS)
  return TYPE_PLANTS.map(({ mistake, says }, index) => {
    const message = said[index] ?? ''
    return { layer: 'types', mistake, caughtBy: undefined, isCaught: says.test(message), message }
  })
}

async function refusedSettings(stack: string): Promise<readonly PlantOutcome[]> {
  const outcomes: PlantOutcome[] = []
  // One after the other: each runs the program in a process of its own.
  for (const { mistake, settings, says } of SETTING_PLANTS) {
    const message = await loadGraph(stack, settings).then(
      () => '',
      (error: unknown) => {
        if (!(error instanceof GraphError)) throw error
        return error.message
      },
    )
    outcomes.push({ layer: 'settings', mistake, caughtBy: undefined, isCaught: says.test(message), message })
  }
  return outcomes
}
