import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How many checks passed, failed and were left out. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 }

export function add(left: Tally, right: Tally): Tally {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
  }
}

/** A test that failed, or a file none of whose tests did: it could not be loaded, or a hook failed. */
export interface Failure {
  readonly title: string
  /** The error's first line. */
  readonly message: string
}

export interface FileResult {
  /** Relative to the project. */
  readonly file: string
  readonly passed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
  /** From its first import to its last hook; nothing for what is no file. */
  readonly durationMs: number
}

/** What a project's tests came to. */
export interface ProjectResults {
  readonly files: readonly FileResult[]
  /** Failures that belong to no test, a line each: an exception in a timer, a run that never came to its tests, a static check. */
  readonly outsideTests: readonly string[]
}

const RESULTS = join('.vitest', 'results.json')

/** Removes a project's old results, so that a run which never came to its tests cannot be counted by them. */
export function forgetResults(projectFolder: string): void {
  rmSync(join(projectFolder, RESULTS), { force: true })
}

export function writeResults(projectFolder: string, results: ProjectResults): void {
  const file = join(projectFolder, RESULTS)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(results)}\n`)
}

/** Reads what the last run left; a run that left nothing readable failed outside its tests. */
export function readResults(projectFolder: string): ProjectResults {
  try {
    return JSON.parse(readFileSync(join(projectFolder, RESULTS), 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return { files: [], outsideTests: ['its test runner ended without results'] }
    throw error
  }
}

export const failedFiles = ({ files }: ProjectResults): readonly string[] =>
  files.filter(({ failures }) => failures.length > 0).map(({ file }) => file)

export function tallyOf({ files, outsideTests }: ProjectResults): Tally {
  return files
    .map(({ passed, skipped, failures }) => ({ passed, skipped, failed: failures.length }))
    .reduce(add, { ...NOTHING, failed: outsideTests.length })
}

/** The results of a project of which some files ran once more: their second results are those that count. */
export function replaceFiles(first: ProjectResults, second: ProjectResults): ProjectResults {
  const again = new Map(second.files.map((result) => [result.file, result]))
  return {
    files: first.files.map((result) => again.get(result.file) ?? result),
    outsideTests: [...first.outsideTests, ...second.outsideTests],
  }
}

/** The files that took longest, the slowest first. */
export function slowestFiles(files: readonly FileResult[], most: number): readonly FileResult[] {
  return files.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, most)
}

/** The closing line that CI reads: `12 passed, 0 failed`, with the skipped only when there are any. */
export function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`
}
