import { awaitReplication, type ImageDigests, patienceFor } from '@meridian/delivery'
import { runTool } from '@meridian/operator-tools/command'
import { Command } from 'commander'
import { addImageOption, deadlineOption } from './src/delivery/options.ts'

const command = addImageOption(
  new Command('image-replication').description(
    'Waits until every region’s registry has the images of a release, by digest.',
  ),
)
  .addOption(deadlineOption())
  .addHelpText(
    'after',
    `
Examples:
  npm run image-replication -- --target aws --outputs outputs.json --image marketing-api=sha256:…
  npm run image-replication -- --target aws --outputs outputs.json --image frontend=sha256:… --deadline-s 600

A local world has no registry: its images are the checkout.

Exit codes: 0 every region has them, 1 one did not get them in time, 2 wrong use.`,
  )

interface Options {
  readonly image: ImageDigests
  readonly deadlineS?: number
}

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: true,
  changesNothing: true,
  measure: (target, { image, deadlineS }, onProgress) =>
    awaitReplication(target, { ...patienceFor(target, deadlineS), images: image, onProgress }),
})
