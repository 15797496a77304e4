import { describe, expect, it } from 'vitest'
import { atDigest, parseImageDigest } from './image-digests.ts'
import { judgeScan } from './judge-scan.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

describe('an image of a release', () => {
  it.each([
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com/meridian/frontend:1.0.0'],
    ['123456789012.dkr.ecr.us-east-1.amazonaws.com/meridian/frontend'],
    [`123456789012.dkr.ecr.us-east-1.amazonaws.com/meridian/frontend@sha256:${'b'.repeat(64)}`],
  ])('keeps its repository and gets another digest: %s', (image) => {
    expect(atDigest(image, DIGEST)).toBe(
      `123456789012.dkr.ecr.us-east-1.amazonaws.com/meridian/frontend@${DIGEST}`,
    )
  })

  it('keeps the port of a registry', () => {
    expect(atDigest('localhost:5000/meridian/frontend', DIGEST)).toBe(
      `localhost:5000/meridian/frontend@${DIGEST}`,
    )
  })

  it.each([['frontend=latest'], ['web=sha256:0'], [`nobody=${DIGEST}`], [`frontend=${DIGEST}0`]])(
    'is not parsed from %s',
    (text) => {
      expect(parseImageDigest(text)).toBeUndefined()
    },
  )
})

describe('the scan of an image', () => {
  it.each([
    ['nothing', 'CRITICAL', { status: 'COMPLETE', counts: {} }, 'ok'],
    ['less than is feared', 'CRITICAL', { status: 'ACTIVE', counts: { HIGH: 3 } }, 'ok'],
    ['what is feared', 'HIGH', { status: 'COMPLETE', counts: { HIGH: 1 } }, 'failed'],
    ['worse than is feared', 'HIGH', { status: 'COMPLETE', counts: { CRITICAL: 1 } }, 'failed'],
    ['that it cannot be scanned', 'CRITICAL', { status: 'UNSUPPORTED_IMAGE', counts: {} }, 'failed'],
    ['no end', 'CRITICAL', undefined, 'failed'],
  ] as const)('that found %s, judged at %s', (_what, failOn, result, verdict) => {
    expect(judgeScan('an image', result, failOn).verdict).toBe(verdict)
  })
})
