// npm run failure-schedules -- --count 200 --seed 1
import * as library from '@meridian/database'
import type { History } from '@meridian/drills'
import {
  EXIT,
  type ExitCode,
  printJson,
  publishReport,
  REPOSITORY_ROOT,
  runCommand,
  takeTemporaryFolder,
} from '@meridian/operator-tools/command'
import { type ScheduleOptions, schedulesCommand } from './command.ts'
import { loadPlanted, migrationsWith, PLANTED_BUGS } from './planted-bugs.ts'
import type { Library } from './regions.ts'
import { keepSchedules, schedulesReport } from './report.ts'
import { runPlantedBugs, SAMPLE, type SceneResult } from './run-planted-bugs.ts'
import { runSchedule, runSeeds, type SeedResult, Stages } from './run-schedules.ts'
import { describeStep, drawSchedule, type Schedule } from './schedule.ts'
import { shrinkSchedule } from './shrink.ts'

const say = (line: string) => void process.stderr.write(`${line}\n`)

process.exitCode = await runCommand<ScheduleOptions>({
  command: schedulesCommand(),
  run: ({ options }) => {
    takeTemporaryFolder()
    return options.bugs ? plantEach(options) : playAll(options)
  },
})

async function playAll(options: ScheduleOptions): Promise<ExitCode> {
  const startedAt = new Date()
  const planted = PLANTED_BUGS.find(({ name }) => name === options.bug)
  const loaded = planted ? await loadPlanted(planted) : library
  const { replay, seed, count } = options
  say(
    replay === undefined
      ? `Playing ${count} ${count === 1 ? 'schedule' : 'schedules'} …`
      : `Playing schedule ${replay} …`,
  )
  await using stages = new Stages(migrationsWith(planted))
  const results: SeedResult[] = []
  for await (const result of runSeeds(stages, loaded, replay ?? seed, replay === undefined ? count : 1)) {
    results.push(result)
    tell(result, results.length, replay === undefined ? count : 1)
    if (replay !== undefined) tellStory(drawSchedule(result.seed), result.history)
    if (options.shrink && result.violations.length > 0) await shrink(stages, loaded, result)
  }
  const report = schedulesReport(results, startedAt, options.bug)
  // The report of a replayed schedule is not kept.
  return await publishReport(report, {
    options: { ...options, report: options.report && replay === undefined },
    keep: (folder) => keepSchedules(results, report, folder, REPOSITORY_ROOT),
  })
}

function tell(
  { seed, violations, durationMs, figures, failedChecks }: SeedResult,
  index: number,
  of: number,
): void {
  const seconds = (durationMs / 1_000).toFixed(1)
  const told = figures
    ? `${figures.writes} writes, ${figures.reads} reads, ${figures.lostAndNamed} lost and named`
    : 'not told to its end'
  say(`${index}/${of}  seed ${seed}: ${violations.join(', ') || 'clean'}, ${seconds} s, ${told}`)
  for (const { name, detail } of failedChecks) say(`    ✗ ${name}: ${detail}`)
}

function tellStory(schedule: Schedule, history: History | undefined): void {
  say(['The schedule:', ...schedule.steps.map(describeStep), 'What happened:'].join('\n'))
  for (const {
    atMs,
    type,
    process: who,
    action,
    detail,
    to,
    key,
    id,
    database,
    isFound,
  } of history?.events ?? []) {
    if (action === 'sweep') continue
    const found = isFound === undefined ? undefined : isFound ? 'found' : 'not found'
    const words = [who, action, type, to, key, id, database, found, detail].filter(
      (word) => word !== undefined,
    )
    say(`${atMs.toFixed(1).padStart(9)}  ${words.join('  ')}`)
  }
}

async function shrink(stages: Stages, loaded: Library, { seed }: SeedResult): Promise<void> {
  const smallest = await shrinkSchedule(drawSchedule(seed), async (smaller) => {
    const { violations } = await runSchedule(stages, loaded, smaller)
    return violations.length > 0
  })
  say(['    Still fails with:', ...smallest.steps.map(describeStep)].join('\n    '))
}

async function plantEach({ json, bugs }: ScheduleOptions): Promise<ExitCode> {
  const results: SceneResult[] = []
  for await (const result of runPlantedBugs(bugs === 'sample' ? SAMPLE : PLANTED_BUGS)) {
    results.push(result)
    const { planted, scene, violations, isAsWanted, durationMs, seen } = result
    const what = planted
      ? `planted ${planted.name} (${planted.part}: ${planted.what})`
      : 'the library as it is'
    const found = violations.join(', ') || 'nothing found'
    say(`${isAsWanted ? '✓' : '✗'} ${scene}, ${what}: ${found}, ${(durationMs / 1_000).toFixed(1)} s`)
    for (const line of seen) say(`    ${line}`)
  }
  if (json) printJson(results)
  return results.every(({ isAsWanted }) => isAsWanted) ? EXIT.done : EXIT.failed
}
