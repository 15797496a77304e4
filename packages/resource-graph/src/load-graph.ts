import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type GraphDescription, graphOf } from './describe-graph.ts'
import { GraphError } from './errors.ts'
import type { ResourceGraph } from './resource-graph.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '../../..')
/** A few hundred resources with policies and dashboards are several megabytes of JSON. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024

/** By their full keys: `meridian:routingControls`. */
export type Settings = Readonly<Record<string, string>>

/** Node's arguments to print a stack's graph as JSON, as `npm run plan -- --json` does. */
export function planArguments(stack: string, config: Settings = {}): readonly string[] {
  const settings = Object.entries(config).flatMap(([key, value]) => ['--config', `${key}=${value}`])
  return [join(REPOSITORY_ROOT, 'local-world/src/cli/plan.ts'), '--stack', stack, '--json', ...settings]
}

/**
 * Runs the program for a stack without an AWS account, with settings that override its file's, and returns what it describes,
 * with secrets masked. Takes a few seconds, or one if nothing has changed since the last run.
 *
 * @throws {GraphError} MERIDIAN_GRAPH_NOT_PLANNED, with the program's output, if the stack is unknown or the program fails.
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
