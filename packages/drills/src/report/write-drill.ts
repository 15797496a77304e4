import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Environment, type Report, writeReport } from '@meridian/operator-tools'
import type { History } from '../history/history.ts'
import { lagFigure, timelineFigure } from './figures.ts'
import { renderJUnit } from './junit.ts'

/** Writes report, history and figures into `<folder>/<drill>/<UTC>/`; returns that folder. */
export async function writeDrill(
  folder: string,
  report: Report,
  history: History,
  environment: Environment,
): Promise<string> {
  const runFolder = await writeReport(folder, report, environment)
  const lines = history.events.map((event) => `${JSON.stringify(event)}\n`).join('')
  await Promise.all([
    writeFile(join(runFolder, 'history.jsonl'), lines),
    writeFile(join(runFolder, 'junit.xml'), renderJUnit(report)),
    writeFile(join(runFolder, 'timeline.svg'), timelineFigure(history)),
    writeFile(join(runFolder, 'lag.svg'), lagFigure(history)),
  ])
  return runFolder
}
