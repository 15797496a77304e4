import { imageRepository, SERVICE_NAMES, XRAY_REPOSITORY } from '@meridian/topology'
import { EcsError } from '../errors.ts'

/** What an image is made of here. */
export type ImageBody =
  | {
      readonly kind: 'node program'
      /** Command-line arguments for `node`, from the image's working directory, where the task names no command. */
      readonly command: readonly string[]
      /** That directory; the repository's root unless told. */
      readonly folder?: string
    }
  | { readonly kind: 'x-ray daemon' }

export type ImageTable = (image: string) => ImageBody

/** Every digest is the checkout here; this one is for rehearsing a deployment whose image is not there. */
const ABSENT_DIGEST = /@sha256:0{64}$/

/**
 * The checkout, or a folder that was assembled from it, stands for the images that are built from it: ENTRYPOINT `node` with its flags,
 * CMD the service's bundle.
 */
export const imagesFrom =
  (folders: Readonly<Record<string, string>> = {}): ImageTable =>
  (image) => {
    if (ABSENT_DIGEST.test(image)) {
      throw new EcsError(
        'MERIDIAN_ECS_IMAGE_UNKNOWN',
        `CannotPullContainerError: failed to resolve ref ${image}: not found (a digest of zeros is one that no registry has)`,
      )
    }
    const [repository = ''] = image.replace(/^\d+\.dkr\.ecr\.[\w-]+\.amazonaws\.com\//, '').split(/[:@]/)
    if (repository === XRAY_REPOSITORY) return { kind: 'x-ray daemon' }
    const service = SERVICE_NAMES.find((name) => imageRepository(name) === repository)
    if (service) {
      const folder = folders[service]
      const command = [`services/${service}/dist/server.mjs`]
      return { kind: 'node program', command, ...(folder !== undefined && { folder }) }
    }
    const known = [...SERVICE_NAMES.map(imageRepository), XRAY_REPOSITORY].join(', ')
    throw new EcsError(
      'MERIDIAN_ECS_IMAGE_UNKNOWN',
      `Nothing in the checkout stands for the image "${image}"; known are the repositories ${known}`,
    )
  }
