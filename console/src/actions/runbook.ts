import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kind } from '../../shared/operations.ts'

const STEP_OF: Readonly<Record<Kind, string>> = {
  switchover: '2. Switchover',
  failover: '4. Failover',
  failback: '3. Home again',
}

/** The runbook's step for an operation, as it is written there. */
export async function runbookStep(repositoryRoot: string, kind: Kind): Promise<string> {
  const runbook = await readFile(join(repositoryRoot, 'docs', 'failover-runbook.md'), 'utf8')
  const steps = runbook.split(/^### /m)
  return steps.find((step) => step.startsWith(STEP_OF[kind]))?.split(/^## /m)[0] ?? ''
}
