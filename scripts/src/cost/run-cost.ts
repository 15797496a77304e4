import {
  compareWithReference,
  type Estimate,
  estimate,
  type Grouping,
  PROFILE_NAMES,
  type ProfileName,
  priceSuggestions,
  pricingInput,
} from '@meridian/cost'
import { renderTable, type Table, whileShown } from '@meridian/operator-tools'
import { EXIT, type ExitCode, printJson } from '@meridian/operator-tools/command'
import { loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import {
  comparisonNotes,
  comparisonTable,
  groupTable,
  NOTES,
  suggestionNotes,
  suggestionTable,
  totalsTable,
} from './tables.ts'

export const STACK_CHOICES = ['poc', 'production', 'all'] as const
const STACKS = ['poc', 'production'] as const
type Stack = (typeof STACKS)[number]

export interface CostOptions {
  readonly stack: (typeof STACK_CHOICES)[number]
  readonly profile: ProfileName | 'all'
  readonly by?: Grouping
  readonly compare?: 'reference'
  readonly suggest: boolean
  readonly json: boolean
}

interface Findings {
  readonly json: unknown
  readonly tables: readonly Table[]
  readonly notes: readonly string[]
}

/** Prices the chosen stacks and prints: words on stderr, with --json the same facts on stdout. */
export async function runCost(options: CostOptions): Promise<ExitCode> {
  const { tables, notes, json } = await find(options)
  process.stderr.write(`${tables.map(renderTable).join('\n')}\n${[...notes, ...NOTES].join('\n')}\n`)
  if (options.json) printJson(json)
  return EXIT.done
}

const graphOf = (stack: Stack) => whileShown(`running the program, stack ${stack}`, () => loadGraph(stack))

async function find(options: CostOptions): Promise<Findings> {
  const profiles = options.profile === 'all' ? PROFILE_NAMES : [options.profile]
  if (options.compare) return compared(profiles)
  const stacks = options.stack === 'all' ? STACKS : [options.stack]
  const graphs: ResourceGraph[] = []
  // One after the other: each runs the whole program.
  for (const stack of stacks) graphs.push(await graphOf(stack))
  return options.suggest ? suggested(graphs, profiles) : estimated(graphs, profiles, options.by)
}

function estimated(
  graphs: readonly ResourceGraph[],
  profiles: readonly ProfileName[],
  by: Grouping | undefined,
): Findings {
  const estimates = graphs.flatMap((graph) =>
    profiles.map((profile): Estimate => estimate(pricingInput(graph, profile))),
  )
  return {
    tables: [...(by ? estimates.map((each) => groupTable(each, by)) : []), totalsTable(estimates)],
    notes: estimates.flatMap(({ stack, profile, notes }) =>
      notes.map((note) => `${stack}, ${profile.name}: ${note}`),
    ),
    json: estimates,
  }
}

function suggested(graphs: readonly ResourceGraph[], profiles: readonly ProfileName[]): Findings {
  const all = graphs.flatMap((graph) =>
    profiles.map((profile) => ({
      stack: graph.contents.stack,
      profile,
      suggestions: priceSuggestions(pricingInput(graph, profile)),
    })),
  )
  return {
    tables: all.map(({ stack, profile, suggestions }) => suggestionTable(stack, profile, suggestions)),
    notes: uniqueLines(all.map(({ suggestions }) => suggestionNotes(suggestions))),
    json: all,
  }
}

async function compared(profiles: readonly ProfileName[]): Promise<Findings> {
  const graphs: Record<Stack, ResourceGraph> = {
    poc: await graphOf('poc'),
    production: await graphOf('production'),
  }
  const all = profiles.map((profile) => ({ profile, claims: compareWithReference(graphs, profile) }))
  return {
    tables: all.map(({ profile, claims }) => comparisonTable(profile, claims)),
    notes: all.flatMap(({ profile, claims }) => [`Why, ${profile} load:`, ...comparisonNotes(claims)]),
    json: all,
  }
}

const uniqueLines = (lines: readonly (readonly string[])[]): readonly string[] => [...new Set(lines.flat())]
