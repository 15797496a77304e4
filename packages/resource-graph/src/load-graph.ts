import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type GraphDescription, graphOf } from './describe-graph.ts'
import { GraphError } from './errors.ts'
import type { ResourceGraph } from './resource-graph.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '../../..')
/** Some hundred resources with policies and dashboards are a few megabytes of JSON. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

/** By their full keys: `meridian:routingControls`. */
export type Settings = Readonly<Record<string, string>>

/** What to give Node so that it prints a stack's graph as JSON: the same as `npm run plan -- --json`. */
export function planArguments(stack: string, config: Settings = {}): readonly string[] {
  const settings = Object.entries(config).flatMap(([key, value]) => ['--config', `${key}=${value}`])
  return [join(REPOSITORY_ROOT, 'local-world/src/cli/plan.ts'), '--stack', stack, '--json', ...settings]
}

/**
 * Runs the program for a stack, with settings that win over its file's, without an account, and returns what it describes; secrets are masked.
 * Takes some seconds, and one when nothing has changed since it was last run.
 *
 * @throws {GraphError} MERIDIAN_GRAPH_NOT_PLANNED, with what the program said, when the stack is unknown or the program fails.
 */
export async function loadGraph(stack: string, config: Settings = {}): Promise<ResourceGraph> {
  const { stdout } = await promisify(execFile)(process.execPath, planArguments(stack, config), {
    cwd: REPOSITORY_ROOT,
    maxBuffer: MAX_OUTPUT_BYTES,
  }).catch((error: Error & { stderr?: string }) => {
    throw new GraphError(
      'MERIDIAN_GRAPH_NOT_PLANNED',
      `The program could not be run for the stack "${stack}": ${error.stderr?.trim() || error.message}`,
    )
  })
  return graphOf(JSON.parse(stdout) as GraphDescription)
}
