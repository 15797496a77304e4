import {
  type Check,
  checkThat,
  failed,
  judgedReport,
  type Patience,
  type Report,
  type TargetDescription,
  waitUntil,
} from '@meridian/operator-tools'
import { FIRST_PRIMARY, type ServiceName } from '@meridian/topology'
import { createEcrClient } from '../clients.ts'
import type { ImageDigests } from './image-digests.ts'
import { createRegistry, type Registry, type ScanResult } from './registry.ts'

/** Worst first. */
export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface ScanOptions extends Patience {
  readonly images: ImageDigests
  /** Findings of this severity or worse stop the release. */
  readonly failOn: Severity
}

const OVER = new Set(['COMPLETE', 'ACTIVE'])

/** Waits for the registry's own scan of a release's images, and judges its findings. */
export async function judgeScans(target: TargetDescription, options: ScanOptions): Promise<Report> {
  const startedAt = new Date()
  using registry = createRegistry(await createEcrClient(target, FIRST_PRIMARY))
  const checks: Check[] = []
  for (const [service, digest] of Object.entries(options.images) as [ServiceName, string][])
    for (const manifest of await registry.platformDigests(service, digest))
      checks.push(await judgeManifest(registry, service, manifest, options))
  return judgedReport({
    tool: 'image-scan',
    title: 'Scan of the images',
    target: target.name,
    startedAt,
    checks,
    data: { images: options.images, failOn: options.failOn },
  })
}

async function judgeManifest(
  registry: Registry,
  service: ServiceName,
  digest: string,
  options: ScanOptions,
): Promise<Check> {
  const { seen } = await waitUntil(
    options,
    () => registry.scan(service, digest),
    (result) => result !== undefined,
  )
  return judgeScan(`${service} ${digest.slice(0, 19)}`, seen, options.failOn)
}

/** An image that could not be scanned does not count as one without findings. */
export function judgeScan(image: string, result: ScanResult | undefined, failOn: Severity): Check {
  const name = `${image} has no finding of ${failOn} or worse`
  if (result === undefined) return failed(name, 'its scan did not end in time')
  if (!OVER.has(result.status)) return failed(name, `its scan ended as ${result.status}`)
  const feared = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1)
  const found = feared.reduce((sum, severity) => sum + (result.counts[severity] ?? 0), 0)
  const seen = Object.entries(result.counts).map(([severity, count]) => `${count} ${severity}`)
  return checkThat(found === 0, name, seen.join(', ') || 'none')
}
