import { whileShown } from '@meridian/operator-tools'
import { EXIT, type ExitCode, printJson, runCommand } from '@meridian/operator-tools/command'
import {
  describeReport,
  evaluate,
  isKept,
  type MistakeOutcome,
  MODEL_RULE_IDS,
  type ModelReport,
  type ModelSource,
  modelSources,
  type PolicyReport,
  plantMistakes,
  RULES,
  RUNNING_MISTAKES,
  type Rule,
  type RunningMistake,
  refuseUnknownRules,
  today,
  validateByModels,
  WAIVERS,
} from '@meridian/policy'
import type { Command } from 'commander'
import { describeStack } from '../describe-stack.ts'
import { type PolicyOptions, STACKS } from './command.ts'

/** Parses, evaluates, prints; the exit code says whether every stack passes. */
export function runPolicyCommand(command: Command, argv: readonly string[]): Promise<ExitCode> {
  return runCommand<PolicyOptions>({ command, run: ({ options }) => runPolicy(command, options) }, argv)
}

async function runPolicy(command: Command, options: PolicyOptions): Promise<ExitCode> {
  const unknown = options.rule?.find((id) => RULES.every((rule) => rule.id !== id))
  if (unknown !== undefined) command.error(`error: there is no rule "${unknown}"; --list shows them`)
  const rules = chosenRules(options.rule)
  if (options.list) return list(rules, options.json)
  if (options.mistakes) return plant(options)
  refuseUnknownRules(Object.values(WAIVERS).flat(), [...RULES.map(({ id }) => id), ...MODEL_RULE_IDS])
  const sources = options.models ? modelSources() : []
  const reports: StackReport[] = []
  // Sequential: each runs the program in its own process.
  for (const stack of options.stack === 'all' ? STACKS : [options.stack])
    reports.push(await reportOn(stack, rules, sources))
  for (const report of reports) process.stderr.write(`${wordsOf(report).join('\n')}\n\n`)
  if (options.json) printJson({ stacks: reports })
  return reports.every(isKept) ? EXIT.done : EXIT.failed
}

interface StackReport extends PolicyReport {
  readonly models?: Omit<ModelReport, 'findings'>
}

async function reportOn(
  stack: string,
  rules: readonly Rule[],
  sources: readonly ModelSource[],
): Promise<StackReport> {
  const graph = await describeStack(stack)
  const models = sources.length > 0 ? validateByModels(graph, sources) : undefined
  const run = [...rules.map(({ id }) => id), ...(models ? MODEL_RULE_IDS : [])]
  const { findings: otherFindings, ...coverage } = models ?? { findings: [] }
  const report = evaluate({
    graph,
    rules,
    // A waiver for a rule that is not run is neither used nor unused.
    waivers: (WAIVERS[stack] ?? []).filter(({ rule }) => run.includes(rule)),
    today: today(),
    otherFindings,
  })
  return models ? { ...report, models: coverage as Omit<ModelReport, 'findings'> } : report
}

function wordsOf(report: StackReport): readonly string[] {
  const { models } = report
  if (!models) return describeReport(report)
  return [
    `AWS's models (${models.sources.join('; ')}): ${models.checkedValues} values validated against the requests that would create them.`,
    ...describeReport(report),
  ]
}

/** One line per planted mistake: layer, rule, mistake, and the message if not caught. */
async function plant({ stack, json }: PolicyOptions): Promise<ExitCode> {
  const stacks: { readonly stack: string; readonly mistakes: readonly MistakeOutcome[] }[] = []
  for (const each of stack === 'all' ? STACKS : [stack])
    stacks.push({
      stack: each,
      mistakes: await whileShown(`planting, stack ${each}`, () => plantMistakes(each)),
    })
  for (const { stack: name, mistakes } of stacks) {
    const caught = mistakes.filter(({ isCaught }) => isCaught).length
    process.stderr.write(
      `Stack ${name}: ${caught} of ${mistakes.length} planted mistakes are caught by their layer.\n`,
    )
    for (const { layer, caughtBy, mistake, isCaught, message } of mistakes)
      process.stderr.write(
        `${isCaught ? '✓' : '✗'} ${layer.padEnd(9)}${(caughtBy ?? 'the program').padEnd(36)}${mistake}${isCaught ? '' : `: ${message || 'nothing was said'}`}\n`,
      )
  }
  const running: readonly RunningMistake[] = Object.values(RUNNING_MISTAKES)
  process.stderr.write(
    `${running.length} more are in what runs; \`npm test -- --part e2e\` plants them in a world (e2e/test/running-mistakes.test.ts).\n`,
  )
  for (const { layer, caughtBy, mistake } of running)
    process.stderr.write(`? ${layer}: ${mistake} → ${caughtBy}\n`)
  if (json) printJson({ stacks, running })
  return stacks.every(({ mistakes }) => mistakes.every(({ isCaught }) => isCaught)) ? EXIT.done : EXIT.failed
}

function list(rules: readonly Rule[], json: boolean): ExitCode {
  if (json) printJson({ rules: rules.map(({ check, ...about }) => about) })
  else
    for (const { id, severity, title } of rules)
      process.stderr.write(`${severity.padEnd(9)}${id}: ${title}\n`)
  return EXIT.done
}

function chosenRules(ids: readonly string[] | undefined): readonly Rule[] {
  return ids ? RULES.filter(({ id }) => ids.includes(id)) : RULES
}
