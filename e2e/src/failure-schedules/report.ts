import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Check,
  describeEnvironment,
  type Report,
  verdictOf,
  writeReport,
} from '@meridian/operator-tools'
import type { SeedResult } from './run-schedules.ts'
import { describeStep, drawSchedule } from './schedule.ts'

const SUMMED = [
  'writes',
  'reads',
  'refusedWrites',
  'refusedReads',
  'lostAndNamed',
  'changesOfWriter',
  'writersFreed',
  'lastRegions',
  'taskChanges',
] as const

/** All seeds of a run, in the common report format. */
export function schedulesReport(
  results: readonly SeedResult[],
  startedAt: Date,
  planted: string | undefined,
): Report {
  const checks: readonly Check[] = results.flatMap(({ seed, failedChecks }) =>
    failedChecks.map((check) => ({ ...check, name: `seed ${seed}: ${check.name}` })),
  )
  const failing = results.filter(({ violations }) => violations.length > 0)
  const clean: Check = {
    name: `all ${results.length} schedules are clean`,
    verdict: failing.length === 0 ? 'ok' : 'failed',
    detail:
      failing.length === 0 ? 'none failed' : `seeds ${failing.map(({ seed }) => seed).join(', ')} failed`,
  }
  const all = [clean, ...checks]
  return {
    tool: 'failure-schedules',
    title: `${results.length} random failure schedules`,
    target: 'local',
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    verdict: verdictOf(all),
    notes: [
      'Three regions of real PostgreSQL servers, tasks that are packages/database instances, fifteen visitors; edges are left out.',
      'Distances are a fifth of the real ones, and services’ limits are shorter, so that a schedule takes seconds.',
      'A writer that was promoted back before it heard of the one between refuses every write (A1, docs/decisions/0007-epochs-fence-writes.md) until the operator frees it: writersFreed.',
      'A seed repeats what happens when, and what visitors choose; not the order of events within a few milliseconds.',
      ...(planted === undefined ? [] : [`The bug "${planted}" was planted in the library.`]),
    ],
    tables: [
      {
        title: 'In all',
        columns: ['what', 'count'],
        rows: SUMMED.map((name) => [
          name,
          String(results.reduce((sum, { figures }) => sum + (figures?.[name] ?? 0), 0)),
        ]),
      },
      {
        title: 'Seeds',
        columns: ['seed', 'verdict', 's', 'writes', 'lost and named', 'changes of writer', 'steps'],
        rows: results.map(({ seed, violations, durationMs, figures }) => [
          String(seed),
          violations.join(', ') || 'clean',
          (durationMs / 1_000).toFixed(1),
          String(figures?.writes ?? '–'),
          String(figures?.lostAndNamed ?? '–'),
          String(figures?.changesOfWriter ?? '–'),
          drawSchedule(seed)
            .steps.map((step) => describeStep(step).trim().replace(/ +/g, ' '))
            .join('; '),
        ]),
      },
    ],
    checks: all,
    data: results.map(({ history: _, ...result }) => result),
  }
}

/** Writes the report, and the full history of each failed seed. */
export async function keepSchedules(
  results: readonly SeedResult[],
  report: Report,
  folder: string,
  repositoryRoot: string,
): Promise<string> {
  const environment = await describeEnvironment({ name: 'local' }, repositoryRoot)
  const runFolder = await writeReport(folder, report, environment)
  await mkdir(runFolder, { recursive: true })
  for (const { seed, violations, history } of results)
    if (violations.length > 0 && history)
      await writeFile(
        join(runFolder, `history-${seed}.jsonl`),
        history.events.map((event) => `${JSON.stringify(event)}\n`).join(''),
      )
  return runFolder
}
