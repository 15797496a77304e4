import { GraphError, loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import { modelSources, validateByModels } from '../src/models/index.ts'
import { RULES } from '../src/registry.ts'
import type { Finding } from '../src/rule.ts'
import { compileMistakes } from './compile.ts'
import { JOINED_MISTAKES } from './joined.ts'
import type { GraphMistake } from './mistake.ts'
import { MODEL_MISTAKES, SETTING_MISTAKES, TYPE_MISTAKES } from './other-layers.ts'
import { SINGLE_MISTAKES } from './single.ts'

/** Where a mistake must be caught, in order. */
export type Layer = 'types' | 'settings' | 'models' | 'policy'

/** What became of one planted mistake. */
export interface MistakeOutcome {
  readonly layer: Layer
  readonly mistake: string
  /** The rule, where a rule catches it. */
  readonly caughtBy: string | undefined
  /** The layer refused it, no other rule did, and the message names the cause. */
  readonly isCaught: boolean
  /** The message; empty when there was none. */
  readonly message: string
}

/** Plants every mistake in a stack, one at a time, and reports what caught it. Takes some seconds. */
export async function plantMistakes(stack: 'poc' | 'production'): Promise<readonly MistakeOutcome[]> {
  const graph = await loadGraph(stack)
  const fits = ({ only }: GraphMistake) => only === undefined || only === stack
  const policy = policyCheck(graph)
  const models = modelCheck(graph)
  return [
    ...compiled(),
    ...(await refusedSettings(stack)),
    ...MODEL_MISTAKES.filter(fits).map((planted) =>
      outcomeOf('models', planted, models(planted.plant(graph))),
    ),
    ...[...SINGLE_MISTAKES, ...JOINED_MISTAKES]
      .filter(fits)
      .map((planted) => outcomeOf('policy', planted, policy(planted.plant(graph)))),
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

function outcomeOf(layer: Layer, planted: GraphMistake, findings: readonly Finding[]): MistakeOutcome {
  const { mistake, caughtBy, says } = planted
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

let outcomesOfTypes: readonly MistakeOutcome[] | undefined

/** The compiler's result is the same for every stack, so it runs once. */
function compiled(): readonly MistakeOutcome[] {
  outcomesOfTypes ??= compileOutcomes()
  return outcomesOfTypes
}

function compileOutcomes(): readonly MistakeOutcome[] {
  const said = compileMistakes(TYPE_MISTAKES)
  return TYPE_MISTAKES.map(({ mistake, says }, index) => {
    const message = said[index] ?? ''
    return { layer: 'types', mistake, caughtBy: undefined, isCaught: says.test(message), message }
  })
}

let outcomesOfSettings: Promise<readonly MistakeOutcome[]> | undefined

/** The program refuses a setting before it describes anything of a stack, so one stack shows it for all. */
function refusedSettings(stack: string): Promise<readonly MistakeOutcome[]> {
  outcomesOfSettings ??= refuseSettings(stack)
  return outcomesOfSettings
}

async function refuseSettings(stack: string): Promise<readonly MistakeOutcome[]> {
  const outcomes: MistakeOutcome[] = []
  // Sequentially: each runs the program in its own process.
  for (const { mistake, settings, says } of SETTING_MISTAKES) {
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
