import { createAwsClients } from '../aws/clients.ts'
import type { Check } from '../report/findings.ts'
import { judgedReport } from '../report/judged-report.ts'
import type { OnProgress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import type { TargetDescription } from '../target/target.ts'
import { checkAlarms } from './alarms.ts'
import { checkDatabases } from './databases.ts'
import { describedOrFailed } from './described-or-failed.ts'
import { checkServices } from './services.ts'
import { checkTraffic, healthyRegions } from './traffic.ts'
import { checkVisitorPaths, usualWayIn, type WayIn } from './visitors.ts'
import { checkWrites } from './writes.ts'

export interface VerifyOptions {
  readonly timeoutMs: number
  /** By default it bypasses the edge in the local world and goes through it on AWS. */
  readonly through?: WayIn
  readonly onProgress?: OnProgress
  /** Milliseconds since the epoch, to judge alarm age and certificate expiry; default: this machine's clock. */
  readonly now?: () => number
}

/**
 * Checks every part of a deployment, from the databases to what visitors see and write, and names each check. It writes
 * one lead for each entry point.
 */
export async function verifyDeployment(target: TargetDescription, options: VerifyOptions): Promise<Report> {
  const startedAt = new Date()
  const { through = usualWayIn(target), timeoutMs, now = Date.now } = options
  using aws = createAwsClients(target)
  const parts: readonly (readonly [string, () => Promise<readonly Check[]>])[] = [
    ['databases', () => checkDatabases(target, aws)],
    ['services', () => checkServices(target, aws)],
    ['traffic', () => checkTraffic(target, aws)],
    ['alarms', () => checkAlarms(target, aws, now)],
    ['visitors', () => checkVisitorPaths(target, through, timeoutMs, () => healthyRegions(target, aws))],
    ['writes', () => checkWrites(target, through, { timeoutMs, now })],
  ]
  const checks: Check[] = []
  for (const [index, [part, run]] of parts.entries()) {
    options.onProgress?.(index, parts.length, part)
    checks.push(...(await describedOrFailed(target, `${part} can be described`, run)))
  }
  return judgedReport({
    tool: 'verify-deployment',
    title: 'Deployment',
    target: target.name,
    startedAt,
    notes: NOTES[through],
    checks,
    data: { through },
  })
}

/** The note for regions that are not queried directly. */
const NOTES: Readonly<Record<WayIn, readonly string[]>> = {
  regions: [],
  edge: [
    'No region was asked past the edge: each is judged by its tasks, its targets, and Route 53’s checks of its readiness.',
    'From an address in directProbeCidrs, with the right to read the origin key: --through regions.',
  ],
}
