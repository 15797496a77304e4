import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunbookKind } from '../../shared/operations.ts'

const STEP_OF: Readonly<Record<RunbookKind, string>> = {
  switchover: '2. Switchover',
  failover: '4. Failover',
  failback: '3. Home again',
  release: '8. A release by hand',
  restore: '9. Rows that are missing or wrong',
}

/** The runbook's step for an operation, as Markdown. */
export async function runbookStep(repositoryRoot: string, kind: RunbookKind): Promise<string> {
  const runbook = await readFile(join(repositoryRoot, 'docs', 'failover-runbook.md'), 'utf8')
  const steps = runbook.split(/^### /m)
  return steps.find((step) => step.startsWith(STEP_OF[kind]))?.split(/^## /m)[0] ?? ''
}
