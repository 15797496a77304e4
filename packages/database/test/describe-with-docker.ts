import { execFileSync } from 'node:child_process'
import { describe } from 'vitest'

/** Runs a suite where a Docker engine answers; elsewhere it is skipped and its title says why. */
export function describeWithDocker(title: string, suite: () => void): void {
  if (hasDocker()) describe(title, suite)
  else describe.skip(`${title} (skipped: no Docker engine answers here)`, suite)
}

function hasDocker(): boolean {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 3_000 })
    return true
  } catch {
    return false
  }
}
