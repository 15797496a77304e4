import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

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

const RESULTS = join('.vitest', 'results.json')

/** Removes a project's old results, so that a run which never came to its tests cannot be counted by them. */
export function forgetResults(projectFolder: string): void {
  rmSync(join(projectFolder, RESULTS), { force: true })
}

/** Reads what Vitest's JSON reporter left; a project without results counts as one failure. */
export function readResults(projectFolder: string): Tally {
  try {
    return tallyOf(JSON.parse(readFileSync(join(projectFolder, RESULTS), 'utf8')))
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return { passed: 0, failed: 1, skipped: 0 }
    throw error
  }
}

interface VitestResults {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

function tallyOf(results: VitestResults): Tally {
  // A file that could not be loaded fails the run without failing any single test.
  const failedOutsideTests = !results.success && results.numFailedTests === 0 ? 1 : 0
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + failedOutsideTests,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}

/** The closing line that CI reads: `12 passed, 0 failed`, with the skipped only when there are any. */
export function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`
}
