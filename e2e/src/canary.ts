import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RegionId } from '@meridian/topology'
import { REPOSITORY_ROOT } from './booted-world.ts'

const SCRIPT = join(REPOSITORY_ROOT, 'infra', 'pulumi', 'canaries', 'read-campaign.js')

interface CanaryModule {
  handler?: () => Promise<void>
}

/** Runs the canary's own script once, as CloudWatch Synthetics would, and names the steps that passed. */
export async function visitAsCanary(site: string, region: RegionId): Promise<readonly string[]> {
  const passed: string[] = []
  const synthetics = {
    async executeStep(step: string, action: () => Promise<void>) {
      await action()
      passed.push(step)
    },
  }
  const exports: CanaryModule = {}
  const environment = { env: { SITE: site, HOME_REGION: region } }
  const load = new Function('require', 'exports', 'process', readFileSync(SCRIPT, 'utf8'))
  load(() => ({ synthetics }), exports, environment)
  await exports.handler?.()
  return passed
}
