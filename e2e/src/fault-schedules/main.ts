// npm run fault-schedules -- --count 200 --seed 1
import { relative } from 'node:path'
import * as library from '@meridian/database'
import type { History } from '@meridian/drills'
import { REPOSITORY_ROOT } from '../booted-world.ts'
import { parseSchedules, type ScheduleOptions } from './command.ts'
import { loadPlanted, migrationsWith, PLANTS } from './plants.ts'
import { runPlants, type SceneResult } from './plants-run.ts'
import type { Library } from './regions.ts'
import { keepSchedules, schedulesReport } from './report.ts'
import { runSchedule, runSeeds, type SeedResult, Stages } from './run-schedules.ts'
import { describeStep, drawSchedule, type Schedule } from './schedule.ts'
import { shrinkSchedule } from './shrink.ts'

const DONE = 0
const FAILED = 1

const say = (line: string) => void process.stderr.write(`${line}\n`)

const parsed = parseSchedules(process.argv.slice(2))
if ('exitCode' in parsed) process.exitCode = parsed.exitCode
else process.exitCode = parsed.options.plants ? await plantAll(parsed.options) : await playAll(parsed.options)

async function playAll(options: ScheduleOptions): Promise<number> {
  const startedAt = new Date()
  const planted = PLANTS.find(({ name }) => name === options.plant)
  const loaded = planted ? await loadPlanted(planted) : library
  const { replay, seed, count } = options
  await using stages = new Stages(migrationsWith(planted))
  const results: SeedResult[] = []
  for await (const result of runSeeds(stages, loaded, replay ?? seed, replay === undefined ? count : 1)) {
    results.push(result)
    tell(result, results.length, replay === undefined ? count : 1)
    if (replay !== undefined) tellStory(drawSchedule(result.seed), result.history)
    if (options.shrink && result.violations.length > 0) await shrink(stages, loaded, result)
  }
  const report = schedulesReport(results, startedAt, options.plant)
  say(
    report.checks
      .map(({ verdict, name, detail }) => `${verdict === 'ok' ? '✓' : '✗'} ${name} (${detail})`)
      .join('\n'),
  )
  if (options.report && replay === undefined) {
    const folder = await keepSchedules(results, report, options.results, REPOSITORY_ROOT)
    say(`Report: ${relative(process.cwd(), folder)}/report.md`)
  }
  if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  return report.verdict === 'failed' ? FAILED : DONE
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

async function plantAll({ json }: ScheduleOptions): Promise<number> {
  const results: SceneResult[] = []
  for await (const result of runPlants()) {
    results.push(result)
    const { planted, scene, violations, isAsWanted, durationMs, seen } = result
    const what = planted
      ? `planted ${planted.name} (${planted.part}: ${planted.what})`
      : 'the library as it is'
    const found = violations.join(', ') || 'nothing found'
    say(`${isAsWanted ? '✓' : '✗'} ${scene}, ${what}: ${found}, ${(durationMs / 1_000).toFixed(1)} s`)
    for (const line of seen) say(`    ${line}`)
  }
  if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
  return results.every(({ isAsWanted }) => isAsWanted) ? DONE : FAILED
}
