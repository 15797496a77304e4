import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from './environment.ts'
import { renderMarkdown } from './markdown.ts'
import type { Report } from './report.ts'

/** `2026-11-21T08-30-00Z`: when a run began, as the name of its folder. */
export function runNameOf(report: Pick<Report, 'startedAt'>): string {
  return report.startedAt.replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')
}

/** Writes `<folder>/<tool>/<UTC>/` and points `latest` at it; returns the run's folder. */
export async function writeReport(
  folder: string,
  report: Report,
  environment: Environment,
  runName = runNameOf(report),
): Promise<string> {
  const runFolder = join(folder, report.tool, runName)
  await mkdir(runFolder, { recursive: true })
  await Promise.all([
    writeFile(join(runFolder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`),
    writeFile(join(runFolder, 'report.md'), renderMarkdown(report)),
    writeFile(join(runFolder, 'environment.json'), `${JSON.stringify(environment, null, 2)}\n`),
  ])
  await pointLatest(join(folder, report.tool), runName)
  return runFolder
}

/** Replaced atomically, so that it is never missing; a file where links are not allowed (Windows). */
async function pointLatest(toolFolder: string, runName: string): Promise<void> {
  const latest = join(toolFolder, 'latest')
  const next = `${latest}.${process.pid}`
  try {
    await symlink(runName, next)
  } catch {
    await writeFile(next, `${runName}\n`)
  }
  await rename(next, latest).catch(async () => {
    await rm(latest, { recursive: true, force: true })
    await rename(next, latest)
  })
}
