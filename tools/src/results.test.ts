import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { closingLine, forgetResults, readResults } from './results.ts'

function projectWith(results: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-results-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, '.vitest'))
  writeFileSync(join(folder, '.vitest', 'results.json'), results)
  return folder
}

const counts = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 }

describe('the tally of a project', () => {
  it('is what its test runner counted', () => {
    const folder = projectWith(JSON.stringify({ success: true, ...counts }))
    expect(readResults(folder)).toEqual({ passed: 3, failed: 0, skipped: 1 })
  })

  it('has one failure when a file could not be loaded', () => {
    const folder = projectWith(JSON.stringify({ success: false, ...counts }))
    expect(readResults(folder).failed).toBe(1)
  })

  it('has one failure when the run left no results', () => {
    const folder = projectWith(JSON.stringify({ success: true, ...counts }))
    forgetResults(folder)
    expect(readResults(folder)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('has one failure when the results were cut off', () => {
    expect(readResults(projectWith('{"success": tr')).failed).toBe(1)
  })
})

describe('the closing line', () => {
  it('names the skipped only when there are any', () => {
    expect(closingLine({ passed: 2, failed: 1, skipped: 0 })).toBe('2 passed, 1 failed')
    expect(closingLine({ passed: 2, failed: 0, skipped: 4 })).toBe('2 passed, 0 failed, 4 skipped')
  })
})
