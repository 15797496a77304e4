import { relative } from 'node:path'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import { type Failure, type FileResult, writeResults } from './results.ts'

/** Writes a project's results for `npm test` to count; see results.ts. */
export class ResultsReporter implements Reporter {
  #folder = ''

  onInit(vitest: Vitest): void {
    this.#folder = vitest.config.root
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    writeResults(this.#folder, {
      files: modules.map((module) => resultOf(module, this.#folder)),
      outsideTests: unhandled.map(({ message }) => `outside its tests: ${firstLine(message)}`),
    })
  }
}

function resultOf(module: TestModule, folder: string): FileResult {
  const tests = [...module.children.allTests()].map((test) => ({
    title: test.fullName,
    ...test.result(),
  }))
  const failures: Failure[] = tests
    .filter(({ state }) => state === 'failed')
    .map(({ title, errors }) => ({ title, message: firstLine(errors?.[0]?.message) }))
  const ofHooks = [module, ...module.children.allSuites()].flatMap((each) => each.errors())
  if (failures.length === 0 && module.state() === 'failed')
    failures.push({ title: 'outside its tests', message: firstLine(ofHooks[0]?.message) })
  return {
    file: relative(folder, module.moduleId),
    passed: tests.filter(({ state }) => state === 'passed').length,
    skipped: tests.filter(({ state }) => state === 'skipped').length,
    failures,
    durationMs: Math.round(durationOf(module)),
  }
}

function durationOf(module: TestModule): number {
  const { prepareDuration, environmentSetupDuration, setupDuration, collectDuration, duration } =
    module.diagnostic()
  return prepareDuration + environmentSetupDuration + setupDuration + collectDuration + duration
}

const firstLine = (message = 'no message'): string => message.split('\n')[0] ?? ''
