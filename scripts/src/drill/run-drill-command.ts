import { relative } from 'node:path'
import { DRILLS, type Drill, findDrill, runDrill, writeDrill } from '@meridian/drills'
import {
  describeEnvironment,
  loadTarget,
  renderTable,
  withAwsErrorsExplained,
} from '@meridian/operator-tools'
import type { Command } from 'commander'
import { confirm } from '../confirm.ts'
import { describeFailure, exitCodeOf } from '../describe-failure.ts'
import { EXIT, type ExitCode, exitCodeFor } from '../exit-codes.ts'
import { sayWhenInterrupted } from '../interruption.ts'
import { parseCommand } from '../parse-command.ts'
import { renderReport } from '../print-report.ts'
import { REPOSITORY_ROOT, type TargetOptions, targetChoice } from '../target-options.ts'
import type { DrillCommandOptions } from './command.ts'

const MS_PER_SECOND = 1_000

type Options = DrillCommandOptions & TargetOptions & { readonly confirm?: string }

/** Lists the drills, or runs one, prints its verdict and keeps everything it saw. */
export async function runDrillCommand(command: Command, argv: readonly string[]): Promise<ExitCode> {
  command.option('--confirm <drill>', 'for aws: the drill’s name, because it changes the real thing')
  const parsed = await parseCommand<Options>(command, argv, (_, [name]) =>
    name === 'list' ? 'none' : 'named',
  )
  if (typeof parsed === 'number') return parsed
  const drill = findDrill(parsed.arguments[0] ?? '')
  try {
    return drill ? await run(drill, parsed.options) : list(parsed.options)
  } catch (error) {
    process.stderr.write(describeFailure(error))
    return exitCodeOf(error)
  }
}

function list({ json }: Options): ExitCode {
  const rows = DRILLS.map(({ name, title, needsFaults }) => [
    name,
    title,
    needsFaults ? 'local' : 'local, aws',
  ])
  process.stderr.write(renderTable({ title: 'Drills', columns: ['name', 'what happens', 'runs on'], rows }))
  if (json)
    process.stdout.write(
      `${JSON.stringify(
        DRILLS.map(({ name, title, story, targets, needsFaults }) => ({
          name,
          title,
          story,
          targets,
          needsFaults,
        })),
        null,
        2,
      )}\n`,
    )
  return EXIT.done
}

async function run(drill: Drill, options: Options): Promise<ExitCode> {
  const target = await loadTarget(targetChoice(options))
  if (target.name === 'aws') await confirm(drill.name, options.confirm)
  let phase = 'preparing'
  using _ = sayWhenInterrupted(
    () =>
      `Stopped during "${phase}": there is no verdict and no report. What the drill has injected is still there: the console lists it and ` +
      `heals it, and so does another npm start. End a change of writer with: npm run failover -- resume --target ${target.name}`,
  )
  process.stderr.write(`${drill.title}\n${drill.story.map((line) => `  ${line}\n`).join('')}`)
  const { report, history } = await withAwsErrorsExplained(target, () =>
    runDrill(target, drill, {
      seed: options.seed,
      rateFactor: options.rate,
      warmUpMs: options.warmUp * MS_PER_SECOND,
      resultsFolder: options.results,
      onPhase(name) {
        phase = name
        process.stderr.write(`${new Date().toISOString()} ${name}\n`)
      },
    }),
  )
  process.stderr.write(`\n${renderReport(report, process.stderr, true)}`)
  if (options.report) {
    const environment = await describeEnvironment(target, REPOSITORY_ROOT, [report.machine])
    const folder = await writeDrill(options.results, report, history, environment)
    process.stderr.write(`Report: ${relative(process.cwd(), folder) || folder}/report.md\n`)
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  return exitCodeFor(report.verdict)
}
