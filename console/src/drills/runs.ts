import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunLine, RunReport } from '../../shared/drills.ts'

const MOST_RUNS = 40
/** Folder and file names come from a page: they must not lead outside the results folder. */
const FOLDER = /^\w[\w.-]*$/
const FIGURE = /^[\w-]+\.svg$/

/** Stored runs with a timeline, which only drills draw; newest first. */
export async function listRuns(resultsFolder: string): Promise<readonly RunLine[]> {
  const drills = await namesIn(resultsFolder)
  const lines = await Promise.all(
    drills.map(async (drill) => {
      const runs = (await namesIn(join(resultsFolder, drill))).filter((run) => run !== 'latest')
      return Promise.all(runs.map((run) => lineOf(resultsFolder, drill, run)))
    }),
  )
  return lines
    .flat(2)
    .sort((left, right) => right.startedAt.localeCompare(left.startedAt))
    .slice(0, MOST_RUNS)
}

async function lineOf(resultsFolder: string, drill: string, run: string): Promise<readonly RunLine[]> {
  const report = await readReport(resultsFolder, drill, run).catch(() => undefined)
  const figures: unknown = report?.figures
  if (!report || !Array.isArray(figures) || !figures.some(({ file }) => file === 'timeline.svg')) return []
  const { title, verdict, startedAt, durationMs } = report
  return [{ drill, run, title, verdict, startedAt, durationMs }]
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

export async function readReport(resultsFolder: string, drill: string, run: string): Promise<RunReport> {
  const text = await readFile(fileOf(resultsFolder, drill, run, 'report.json'), 'utf8')
  const { title, verdict, target, startedAt, durationMs, notes, figures, tables, checks } = JSON.parse(
    text,
  ) as RunReport
  return { title, verdict, target, startedAt, durationMs, notes, ...(figures && { figures }), tables, checks }
}

export async function readFigure(
  resultsFolder: string,
  drill: string,
  run: string,
  file: string,
): Promise<string> {
  return readFile(fileOf(resultsFolder, drill, run, file), 'utf8')
}

function fileOf(resultsFolder: string, drill: string, run: string, file: string): string {
  const isPlain = FOLDER.test(drill) && FOLDER.test(run) && (file === 'report.json' || FIGURE.test(file))
  if (!isPlain) throw new Error(`There is no run ${drill} ${run}.`)
  return join(resultsFolder, drill, run, file)
}
