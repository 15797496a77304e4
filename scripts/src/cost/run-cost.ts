import { relative } from 'node:path'
import {
  type Estimate,
  estimate,
  type Grouping,
  PROFILE_NAMES,
  type ProfileName,
  priceSuggestions,
  pricingInput,
} from '@meridian/cost'
import { renderTable, type Table } from '@meridian/operator-tools'
import {
  EXIT,
  type ExitCode,
  keepReport,
  printJson,
  type ReportOptions,
} from '@meridian/operator-tools/command'
import type { ResourceGraph } from '@meridian/resource-graph'
import { describeStack } from '../describe-stack.ts'
import { costReport } from './cost-report.ts'
import { groupTable, NOTES, suggestionNotes, suggestionTable, totalsTable } from './tables.ts'

export const STACK_CHOICES = ['poc', 'production', 'all'] as const
const STACKS = ['poc', 'production'] as const

export interface CostOptions extends ReportOptions {
  readonly stack: (typeof STACK_CHOICES)[number]
  readonly profile: ProfileName | 'all'
  readonly by?: Grouping
  readonly suggest: boolean
}

interface Findings {
  readonly json: unknown
  readonly tables: readonly Table[]
  readonly notes: readonly string[]
  readonly estimates: readonly Estimate[]
}

/** Prices the chosen stacks and prints: text on stderr, with --json the same on stdout. */
export async function runCost(options: CostOptions): Promise<ExitCode> {
  const startedAt = new Date()
  const { tables, notes, json, estimates } = await find(options)
  process.stderr.write(
    `${tables.map((table) => renderTable(table, process.stderr)).join('\n')}\n${[...notes, ...NOTES].join('\n')}\n`,
  )
  if (options.report && isWhole(options)) {
    const report = costReport(estimates, startedAt)
    const folder = await keepReport(report, { name: 'aws' })(options.results)
    process.stderr.write(`Report: ${relative(process.cwd(), folder)}/report.md\n`)
  }
  if (options.json) printJson(json)
  return EXIT.done
}

/** A report that others quote has every stack and load. */
const isWhole = ({ stack, profile, suggest }: CostOptions) => stack === 'all' && profile === 'all' && !suggest

async function find(options: CostOptions): Promise<Findings> {
  const profiles = options.profile === 'all' ? PROFILE_NAMES : [options.profile]
  const stacks = options.stack === 'all' ? STACKS : [options.stack]
  const graphs: ResourceGraph[] = []
  // Sequential: each runs the whole program.
  for (const stack of stacks) graphs.push(await describeStack(stack))
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
    estimates,
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
    estimates: [],
  }
}

const uniqueLines = (lines: readonly (readonly string[])[]): readonly string[] => [...new Set(lines.flat())]
