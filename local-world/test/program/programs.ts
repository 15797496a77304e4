import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { recorded } from '../../src/modules/recorded/index.ts'
import { mergeProviders } from '../../src/program/providers.ts'
import { type ProgramRun, type RunProgramOptions, runProgram } from '../../src/program/run-program.ts'

export const REPOSITORY_ROOT = join(import.meta.dirname, '../../..')

/** Kept between test runs, so that programs are compiled only once. */
export const COMPILE_CACHE = join(tmpdir(), 'meridian-test-programs')

/** Runs a fixture program for its stack `dev`, with only recorded types interpreted. */
export async function runFixture(
  name: string,
  options: Partial<RunProgramOptions> = {},
): Promise<ProgramRun> {
  return runProgram({
    projectFolder: join(import.meta.dirname, 'fixtures', name),
    stack: 'dev',
    modules: mergeProviders([recorded]),
    repositoryRoot: REPOSITORY_ROOT,
    compileCacheFolder: COMPILE_CACHE,
    ...options,
  })
}
