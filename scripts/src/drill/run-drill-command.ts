import { DRILLS, type Drill, type DrillOptions, findDrill, runDrill, writeDrill } from '@meridian/drills'
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

/** Lists the drills, or runs one, prints its verdict and saves everything it recorded. */
export function runDrillCommand(command: Command, argv: readonly string[]): Promise<ExitCode> {
  command.option('--confirm <drill>', 'for aws: the drill’s name, because it changes a real stack')
  let phase = 'preparing'
  let scene: DrillScene | undefined
  let target = 'local'
  return runCommand<Options>(
    {
      command,
      needOf: (_, [name]) => (name === 'list' ? 'none' : 'named'),
      whenStopped: async () => {
        process.stderr.write('\nStopping: healing what was injected (Ctrl-C again leaves it) …')
        return stoppedDuring(phase, target, await scene?.healBeforeLeaving())
      },
      async run({ arguments: [name = ''], options }) {
        const drill = findDrill(name)
        if (!drill) return list(options)
        target = options.target ?? target
        return await run(drill, options, {
          onPhase: (begun) => (phase = begun),
          onScene: (begun) => (scene = begun),
        })
      },
    },
    argv,
  )
}

type DrillScene = Parameters<NonNullable<DrillOptions['onScene']>>[0]
type Healing = Awaited<ReturnType<DrillScene['healBeforeLeaving']>>

/** What is done, what is left, and how to go on. */
function stoppedDuring(
  phase: string,
  target: string,
  { healed, left }: Healing = { healed: [], left: [] },
): string {
  return [
    `Stopped during "${phase}": there is no verdict and no report.`,
    healed.length > 0 ? `Healed: ${healed.join('; ')}` : 'No failure was under way.',
    ...left.map(
      (failure) => `LEFT: ${failure}. Heal it on the console's page Failures, or start the world again.`,
    ),
    'A change of writer that had begun goes on by itself. See its state, and end it:',
    `  npm run failover -- resume --target ${target}`,
    `Then take the writer home: npm run failover -- failback --target ${target}`,
  ].join('\n')
}

function list({ json }: Options): ExitCode {
  const rows = DRILLS.map(({ name, title, injectsFailures }) => [
    name,
    title,
    injectsFailures ? 'local' : 'local, aws',
  ])
  process.stderr.write(
    renderTable({ title: 'Drills', columns: ['name', 'what happens', 'runs on'], rows }, process.stderr),
  )
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

async function run(
  drill: Drill,
  options: Options,
  { onPhase, onScene }: Pick<DrillOptions, 'onPhase' | 'onScene'>,
): Promise<ExitCode> {
  const target = await loadTarget(targetChoice(options))
  if (target.name === 'aws') await confirm(drill.name, options.confirm)
  process.stderr.write(`${drill.title}\n${drill.story.map((line) => `  ${line}\n`).join('')}`)
  const { report, history } = await withAwsErrorsExplained(target, () =>
    runDrill(target, drill, {
      seed: options.seed,
      rateFactor: options.rate,
      warmUpMs: options.warmUp * MS_PER_SECOND,
      resultsFolder: options.results,
      ...(onScene && { onScene }),
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
