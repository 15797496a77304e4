import {
  type Check,
  checkThat,
  judgedReport,
  type Patience,
  type Report,
  type TargetDescription,
  waitUntil,
} from '@meridian/operator-tools'
import { REGION_IDS, type RegionId, type ServiceName } from '@meridian/topology'
import { createEcrClient } from '../clients.ts'
import type { ImageDigests } from './image-digests.ts'
import { createRegistry, type Registry } from './registry.ts'

interface WantedImage {
  readonly region: RegionId
  readonly service: ServiceName
  readonly digest: string
}

export interface ReplicationOptions extends Patience {
  readonly images: ImageDigests
  readonly onProgress?: (done: number, total: number, what: string) => void
}

/** Waits until every region's registry has every image of a release, by digest: a tag may arrive before its image. */
export async function awaitReplication(
  target: TargetDescription,
  options: ReplicationOptions,
): Promise<Report> {
  const startedAt = new Date()
  const wanted = wantedImages(options.images)
  using registries = await openRegistries(target)
  let present: readonly WantedImage[] = []
  const { isOverdue, tookMs } = await waitUntil(
    options,
    async () => {
      present = await presentOf(wanted, registries.of)
      options.onProgress?.(present.length, wanted.length, 'images are in their regions')
      return present.length
    },
    (count) => count === wanted.length,
  )
  const checks = wanted.map((image) => judge(image, present.includes(image)))
  return judgedReport({
    tool: 'image-replication',
    title: 'Images in every region',
    target: target.name,
    startedAt,
    durationMs: tookMs,
    notes: isOverdue ? [NEXT_STEP] : [],
    checks,
    data: { images: options.images, waitedMs: tookMs },
  })
}

const NEXT_STEP =
  'Look at the replication of the first region’s registry: aws ecr describe-image-replication-status --repository-name <name> --image-id imageDigest=<digest>'

function wantedImages(images: ImageDigests): readonly WantedImage[] {
  return Object.entries(images).flatMap(([service, digest]) =>
    REGION_IDS.map((region) => ({ region, service: service as ServiceName, digest })),
  )
}

async function openRegistries(target: TargetDescription) {
  const open = new Map<RegionId, Registry>()
  for (const region of REGION_IDS) open.set(region, createRegistry(await createEcrClient(target, region)))
  return {
    of: (region: RegionId) => open.get(region) as Registry,
    [Symbol.dispose]() {
      for (const registry of open.values()) registry[Symbol.dispose]()
    },
  }
}

async function presentOf(
  wanted: readonly WantedImage[],
  registryOf: (region: RegionId) => Registry,
): Promise<readonly WantedImage[]> {
  const answers = await Promise.all(
    wanted.map(async (image) => ({
      image,
      isThere: await registryOf(image.region).has(image.service, image.digest),
    })),
  )
  return answers.filter(({ isThere }) => isThere).map(({ image }) => image)
}

function judge({ region, service, digest }: WantedImage, isThere: boolean): Check {
  const seen = isThere ? digest : `${digest} is not there`
  return checkThat(isThere, `${service} can be pulled in ${region}`, seen)
}
