import { sampleWorld } from '@meridian/operator-tools/testing'
import { describe, expect, it } from 'vitest'
import { awaitReplication } from '../src/images/await-replication.ts'
import { judgeScans } from '../src/images/judge-scan.ts'
import { startEcrServer } from './ecr-server.ts'

const INDEX = `sha256:${'1'.repeat(64)}`
const AMD64 = `sha256:${'2'.repeat(64)}`
const ARM64 = `sha256:${'3'.repeat(64)}`

/** Time that advances only while something waits. */
function patience(deadlineMs = 60_000) {
  let nowMs = 0
  const wait = async (ms: number) => {
    nowMs += ms
  }
  return { pacing: { now: () => nowMs, wait }, deadlineMs, pollMs: 1_000 }
}

const isThere = { imageDetails: [{ imageDigest: INDEX }] }

describe('images in every region', () => {
  it('are awaited by digest until the last registry has them', async () => {
    let asked = 0
    const endpoint = await startEcrServer(({ region, input }) => {
      expect(input).toMatchObject({ repositoryName: 'meridian/frontend', imageIds: [{ imageDigest: INDEX }] })
      return region === 'ap-northeast-2' && asked++ < 3 ? 'ImageNotFoundException' : isThere
    })
    const report = await awaitReplication(sampleWorld({ endpoint }), {
      ...patience(),
      images: { frontend: INDEX },
    })
    expect(report).toMatchObject({ verdict: 'ok', data: { waitedMs: 3_000 } })
    expect(report.checks).toHaveLength(3)
  })

  it('that do not arrive in time are reported with their region', async () => {
    const endpoint = await startEcrServer(({ region }) =>
      region === 'us-west-2' ? 'ImageNotFoundException' : isThere,
    )
    const report = await awaitReplication(sampleWorld({ endpoint }), {
      ...patience(5_000),
      images: { 'marketing-api': INDEX },
    })
    expect(report.verdict).toBe('failed')
    expect(report.checks.filter(({ verdict }) => verdict === 'failed')).toMatchObject([
      { name: 'marketing-api can be pulled in us-west-2' },
    ])
  })

  it('are not treated as missing when the registry denies access', async () => {
    const endpoint = await startEcrServer(() => 'AccessDeniedException')
    const asked = awaitReplication(sampleWorld({ endpoint }), { ...patience(), images: { frontend: INDEX } })
    await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})

describe('scans of a release', () => {
  it('are judged for each platform of an index, but not for its provenance', async () => {
    const manifests = [
      { digest: AMD64, platform: { architecture: 'amd64' } },
      { digest: ARM64, platform: { architecture: 'arm64' } },
      { digest: `sha256:${'4'.repeat(64)}`, platform: { architecture: 'unknown' } },
    ]
    let asked = 0
    const endpoint = await startEcrServer(({ action, input }) => {
      if (action === 'BatchGetImage') return { images: [{ imageManifest: JSON.stringify({ manifests }) }] }
      const { imageDigest } = input.imageId as { imageDigest: string }
      if (asked++ === 0) return 'ScanNotFoundException'
      return {
        imageScanStatus: { status: asked === 2 ? 'IN_PROGRESS' : 'COMPLETE' },
        imageScanFindings: { findingSeverityCounts: imageDigest === ARM64 ? { CRITICAL: 1 } : { LOW: 4 } },
      }
    })
    const report = await judgeScans(sampleWorld({ endpoint }), {
      ...patience(),
      images: { frontend: INDEX },
      failOn: 'HIGH',
    })
    expect(report.checks).toMatchObject([
      { verdict: 'ok', detail: '4 LOW' },
      { verdict: 'failed', detail: '1 CRITICAL' },
    ])
  })
})
