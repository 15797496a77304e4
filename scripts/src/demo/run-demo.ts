import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { styleText } from 'node:util'
import {
  loadTarget,
  OperationRefusedError,
  type Report,
  type TargetDescription,
  VERDICT_MARKS,
  verdictOf,
} from '@meridian/operator-tools'
import {
  describeFailure,
  type ExitCode,
  keepReport,
  publishReport,
  REPOSITORY_ROOT,
} from '@meridian/operator-tools/command'
import type { DemoOptions } from './command.ts'
import type { StepResult } from './finding.ts'
import { lossesOf } from './loss-and-home.ts'
import { DemoProgress, isGood } from './progress.ts'
import { runCommandLine } from './run-command-line.ts'
import type { DemoStep } from './step.ts'
import { DEMO_STEPS } from './steps.ts'
import { type DemoTerminal, openTerminal } from './terminal.ts'

const DEFAULT_WORLD_FILE = join(REPOSITORY_ROOT, '.world', 'world.json')

/** Runs the demonstration step by step and writes a report. */
export async function runDemo(options: DemoOptions): Promise<ExitCode> {
  const { auto, world: worldFile = DEFAULT_WORLD_FILE, results } = options
  if (options.target === 'aws')
    throw new OperationRefusedError(
      'The demonstration loses a region, and nobody loses one of AWS for it: give it on a local world (npm start).',
    )
  if (!auto && !process.stdin.isTTY)
    throw new OperationRefusedError(
      'The demonstration waits for Enter before each step, and there is no terminal: give it unattended with --auto.',
    )
  const target = await loadTarget({ target: 'local', repositoryRoot: REPOSITORY_ROOT, worldFile })
  const progress = DemoProgress.open(join(dirname(worldFile), 'demo.json'), options.resume)
  const transcript = options.record ? transcriptIn(results, progress.startedAt) : undefined
  const terminal = openTerminal(transcript)
  const run = (script: string, args: readonly string[]) =>
    runCommandLine(terminal, { worldFile, results }, script, args)

  for (const step of chosenSteps(options, progress)) {
    introduce(terminal, step)
    const answer = auto ? '' : await terminal.ask('Enter: go on   s: skip   q: stop here ')
    if (answer === 'q') break
    if (answer === 's') continue
    do progress.keep(await show(step, { target, run, say: terminal.say }, terminal))
    while (!auto && (await terminal.ask('Enter: next   r: once more ')) === 'r')
  }
  const report = demoReport(target, progress)
  const exitCode = await publishReport(report, { options, keep: keepReport(report, target) })
  // A world that has ended has nothing to bring back.
  const losses = await lossesOf(target).catch(() => [])
  if (losses.length > 0)
    terminal.say('us-east-1 is still lost. Bring it back with: npm run demo -- --only home')
  return exitCode
}

function chosenSteps(options: DemoOptions, progress: DemoProgress): readonly DemoStep[] {
  return DEMO_STEPS.filter(({ id }) => options.only?.includes(id) ?? true)
    .filter(({ id }) => !options.skip?.includes(id))
    .filter(({ id }) => !options.resume || !progress.isDone(id))
}

function introduce(terminal: DemoTerminal, step: DemoStep): void {
  const number = DEMO_STEPS.indexOf(step) + 1
  terminal.say('')
  terminal.say(styleText(['bold', 'underline'], `${number} of ${DEMO_STEPS.length}: ${step.title}`))
  terminal.say(step.shows)
  terminal.say(step.why)
}

async function show(
  step: DemoStep,
  context: Parameters<DemoStep['act']>[0],
  terminal: DemoTerminal,
): Promise<StepResult> {
  const { id, title } = step
  const startedMs = performance.now()
  const durationMs = () => Math.round(performance.now() - startedMs)
  try {
    const findings = await step.act(context)
    for (const { isOk, headline } of findings)
      terminal.say(`${VERDICT_MARKS[isOk ? 'ok' : 'failed']} ${headline}`)
    return { id, title, findings, durationMs: durationMs() }
  } catch (error) {
    const told = describeFailure(error).trim()
    terminal.say(`${VERDICT_MARKS.failed} ${told}`)
    return { id, title, findings: [], error: told, durationMs: durationMs() }
  }
}

function transcriptIn(results: string, startedAt: Date): string {
  const folder = join(results, 'demo')
  mkdirSync(folder, { recursive: true })
  return join(folder, `${startedAt.toISOString().replaceAll(':', '-')}-transcript.txt`)
}

function demoReport({ name }: TargetDescription, { startedAt, results }: DemoProgress): Report {
  const checks = results.map((result) => ({
    name: result.title,
    verdict: isGood(result) ? ('ok' as const) : ('failed' as const),
    detail: result.error ?? result.findings.map(({ headline }) => headline).join('. '),
  }))
  return {
    tool: 'demo',
    title: 'Demonstration',
    target: name,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    verdict: checks.length === 0 ? 'unknown' : verdictOf(checks),
    notes: [
      'Measured on the local world: real servers on one machine, with the distances of the latency table.',
    ],
    tables: [
      {
        title: 'Steps',
        columns: ['step', 'seconds'],
        rows: results.map(({ title, durationMs }) => [title, (durationMs / 1_000).toFixed(1)]),
      },
    ],
    checks,
    data: { results },
  }
}
