import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  closingLine,
  failedFiles,
  forgetResults,
  type ProjectResults,
  readResults,
  replaceFiles,
  slowestFiles,
  tallyOf,
  writeResults,
} from './results.ts'

function projectFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-results-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const RESULTS: ProjectResults = {
  files: [
    { file: 'test/green.test.ts', passed: 3, skipped: 1, failures: [], durationMs: 20 },
    {
      file: 'test/red.test.ts',
      passed: 1,
      skipped: 0,
      failures: [{ title: 'adds', message: '1 is not 2' }],
      durationMs: 30,
    },
  ],
  outsideTests: [],
}

describe('the results of a project', () => {
  it('are read as they were written', () => {
    const folder = projectFolder()
    writeResults(folder, RESULTS)
    expect(readResults(folder)).toEqual(RESULTS)
    expect(tallyOf(RESULTS)).toEqual({ passed: 4, failed: 1, skipped: 1 })
  })

  it('count as one failure when the run left no results', () => {
    const folder = projectFolder()
    writeResults(folder, RESULTS)
    forgetResults(folder)
    expect(tallyOf(readResults(folder))).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('count as one failure when their file is truncated', () => {
    const folder = projectFolder()
    mkdirSync(join(folder, '.vitest'))
    writeFileSync(join(folder, '.vitest', 'results.json'), '{"files": [')
    expect(tallyOf(readResults(folder)).failed).toBe(1)
  })

  it('count an error outside all tests, even after a clean second attempt', () => {
    const first = { ...RESULTS, outsideTests: ['a timer threw'] }
    const second = {
      files: [{ file: 'test/red.test.ts', passed: 2, skipped: 0, failures: [], durationMs: 10 }],
      outsideTests: [],
    }
    expect(tallyOf(replaceFiles(first, second))).toEqual({ passed: 5, failed: 1, skipped: 1 })
  })
})

describe('a second attempt', () => {
  it('repeats the files with failures and replaces their results', () => {
    expect(failedFiles(RESULTS)).toEqual(['test/red.test.ts'])
    const second = {
      files: [{ file: 'test/red.test.ts', passed: 2, skipped: 0, failures: [], durationMs: 10 }],
      outsideTests: [],
    }
    expect(tallyOf(replaceFiles(RESULTS, second))).toEqual({ passed: 5, failed: 0, skipped: 1 })
  })

  it('keeps the failure of a file that fails again or never runs', () => {
    expect(tallyOf(replaceFiles(RESULTS, RESULTS)).failed).toBe(1)
    expect(tallyOf(replaceFiles(RESULTS, { files: [], outsideTests: [] })).failed).toBe(1)
  })
})

it('slowestFiles lists the slowest first, up to its limit', () => {
  const names = (most: number) => slowestFiles(RESULTS.files, most).map(({ file }) => file)
  expect(names(1)).toEqual(['test/red.test.ts'])
  expect(names(5)).toEqual(['test/red.test.ts', 'test/green.test.ts'])
})

describe('the closing line', () => {
  it('mentions skipped tests only when there are any', () => {
    expect(closingLine({ passed: 2, failed: 1, skipped: 0 })).toBe('2 passed, 1 failed')
    expect(closingLine({ passed: 2, failed: 0, skipped: 4 })).toBe('2 passed, 0 failed, 4 skipped')
  })
})
