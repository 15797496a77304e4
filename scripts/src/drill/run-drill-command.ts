import { DRILLS, type Drill, findDrill, runDrill, writeDrill } from '@meridian/drills'
import {
  describeEnvironment,
  loadTarget,
  renderTable,
  withAwsErrorsExplained,
} from '@meridian/operator-tools'
import {
  confirm,
  EXIT,
  type ExitCode,
  printJson,
  publishReport,
  REPOSITORY_ROOT,
  runCommand,
  type TargetOptions,
  targetChoice,
} from '@meridian/operator-tools/command'
import type { Command } from 'commander'
import type { DrillCommandOptions } from './command.ts'

const MS_PER_SECOND = 1_000

type Options = DrillCommandOptions & TargetOptions & { readonly confirm?: string }

/** Lists the drills, or runs one, prints its verdict and keeps everything it saw. */
export function runDrillCommand(command: Command, argv: readonly string[]): Promise<ExitCode> {
  command.option('--confirm <drill>', 'for aws: the drill’s name, because it changes the real thing')
  let phase = 'preparing'
  return runCommand<Options>(
    {
      command,
      needOf: (_, [name]) => (name === 'list' ? 'none' : 'named'),
      whenStopped: () =>
        `Stopped during "${phase}": there is no verdict and no report. What the drill has injected is still there: the console lists it and ` +
        'heals it, and so does another npm start. End a change of writer with: npm run failover -- resume --target <target>',
      async run({ arguments: [name = ''], options }) {
        const drill = findDrill(name)
        return drill ? await run(drill, options, (begun) => (phase = begun)) : list(options)
      },
    },
    argv,
  )
}

function list({ json }: Options): ExitCode {
  const rows = DRILLS.map(({ name, title, injectsFailures }) => [
    name,
    title,
    injectsFailures ? 'local' : 'local, aws',
  ])
  process.stderr.write(renderTable({ title: 'Drills', columns: ['name', 'what happens', 'runs on'], rows }))
  if (json)
    printJson(
      DRILLS.map(({ name, title, story, targets, injectsFailures }) => ({
        name,
        title,
        story,
        targets,
        injectsFailures,
      })),
    )
  return EXIT.done
}

async function run(drill: Drill, options: Options, onPhase: (name: string) => void): Promise<ExitCode> {
  const target = await loadTarget(targetChoice(options))
  if (target.name === 'aws') await confirm(drill.name, options.confirm)
  process.stderr.write(`${drill.title}\n${drill.story.map((line) => `  ${line}\n`).join('')}`)
  const { report, history } = await withAwsErrorsExplained(target, () =>
    runDrill(target, drill, {
      seed: options.seed,
      rateFactor: options.rate,
      warmUpMs: options.warmUp * MS_PER_SECOND,
      resultsFolder: options.results,
      onPhase(name) {
        onPhase(name)
        process.stderr.write(`${new Date().toISOString()} ${name}\n`)
      },
    }),
  )
  return await publishReport(report, {
    options,
    keep: async (results) =>
      writeDrill(
        results,
        report,
        history,
        await describeEnvironment(target, REPOSITORY_ROOT, [report.machine]),
      ),
  })
}
