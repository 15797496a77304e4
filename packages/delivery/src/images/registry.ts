import type { ECRClient } from '@aws-sdk/client-ecr'
import { imageRepository, type ServiceName } from '@meridian/topology'

/** What a gate needs from a region's registry. */
export interface Registry extends Disposable {
  /** Whether this digest can be pulled here. */
  has(service: ServiceName, digest: string): Promise<boolean>
  /** The manifests behind a digest: itself or, for an index, one for each platform. */
  platformDigests(service: ServiceName, digest: string): Promise<readonly string[]>
  /** The scan's findings for one manifest; undefined until it is complete. */
  scan(service: ServiceName, digest: string): Promise<ScanResult | undefined>
}

export interface ScanResult {
  /** `COMPLETE`, `ACTIVE` (Inspector keeps scanning), `FAILED`, `UNSUPPORTED_IMAGE`. */
  readonly status: string
  readonly counts: Readonly<Record<string, number>>
}

interface ImageIndex {
  readonly manifests?: readonly {
    readonly digest: string
    readonly platform?: { readonly architecture?: string }
  }[]
}

const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]
const SCAN_RUNS = new Set(['IN_PROGRESS', 'PENDING'])

export function createRegistry(client: ECRClient): Registry {
  return {
    async has(service, imageDigest) {
      const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr')
      const repositoryName = imageRepository(service)
      const asked = client.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] }))
      const found = await asked.catch(unlessNamed('ImageNotFoundException'))
      return found?.imageDetails?.some((image) => image.imageDigest === imageDigest) === true
    },
    async platformDigests(service, imageDigest) {
      const { BatchGetImageCommand } = await import('@aws-sdk/client-ecr')
      const { images = [] } = await client.send(
        new BatchGetImageCommand({
          repositoryName: imageRepository(service),
          imageIds: [{ imageDigest }],
          acceptedMediaTypes: MANIFEST_TYPES,
        }),
      )
      const { manifests } = JSON.parse(images[0]?.imageManifest ?? '{}') as ImageIndex
      // Provenance is in the index as a manifest for an unknown platform, which scanners do not cover.
      const platforms = (manifests ?? []).filter(({ platform }) => platform?.architecture !== 'unknown')
      return platforms.length > 0 ? platforms.map(({ digest }) => digest) : [imageDigest]
    },
    async scan(service, imageDigest) {
      const { DescribeImageScanFindingsCommand } = await import('@aws-sdk/client-ecr')
      const asked = client.send(
        new DescribeImageScanFindingsCommand({
          repositoryName: imageRepository(service),
          imageId: { imageDigest },
        }),
      )
      const found = await asked.catch(unlessNamed('ScanNotFoundException'))
      const status = found?.imageScanStatus?.status ?? 'PENDING'
      if (SCAN_RUNS.has(status)) return undefined
      return { status, counts: found?.imageScanFindings?.findingSeverityCounts ?? {} }
    },
    [Symbol.dispose]: () => client.destroy(),
  }
}

/** An AWS error with this name means: not yet. */
function unlessNamed(name: string) {
  return (error: Error): undefined => {
    if (error.name !== name) throw error
    return undefined
  }
}
