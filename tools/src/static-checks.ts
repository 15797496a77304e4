import { run } from './run.ts'

interface Check {
  readonly title: string
  readonly work: () => Promise<boolean>
}

/** What can be said of the sources without running them; seconds for the whole repository. */
export const STATIC_CHECKS: readonly Check[] = [
  { title: 'format and lint', work: () => run('biome', ['ci', '--colors=off', '.']) },
  { title: 'anatomy of the local world', work: () => run('node', ['tools/src/anatomy/main.ts']) },
  { title: 'nothing unused', work: () => run('knip', ['--no-progress']) },
  {
    title: 'pictures of docs/developing.md',
    work: () => run('node', ['tools/src/picture/main.ts', '--check']),
  },
  { title: 'types', work: checkTypes },
  { title: 'module boundaries', work: checkBoundaries },
]

/** Two programs: the console's pages are compiled for a browser, everything else for Node. */
async function checkTypes(): Promise<boolean> {
  const ofNode = await run('tsc', [])
  return (await run('tsc', ['--project', 'console'])) && ofNode
}

async function checkBoundaries(): Promise<boolean> {
  // The rule reads the project graph that Nx last computed, and does nothing without one.
  const isComputed = await run('nx', ['show', 'projects', '--sep=,'])
  return isComputed && run('eslint', ['.'])
}

/** Tests next to the code of all projects, in one process. */
export const PURE_TESTS: Check = { title: 'pure tests', work: () => run('vitest', ['run']) }
