import { type ImageDigests, judgeScans, patienceFor, SEVERITIES, type Severity } from '@meridian/delivery'
import { runTool } from '@meridian/operator-tools/command'
import { Command, Option } from 'commander'
import { addImageOption, deadlineOption } from './src/delivery/options.ts'

const command = addImageOption(
  new Command('image-scan').description('Waits for the registry’s scan of a release’s images and judges it.'),
)
  .addOption(
    new Option('--fail-on <severity>', 'findings of this severity or worse stop the release')
      .choices(SEVERITIES)
      .default('CRITICAL'),
  )
  .addOption(deadlineOption())
  .addHelpText(
    'after',
    `
Examples:
  npm run image-scan -- --target aws --outputs outputs.json --image marketing-api=sha256:…
  npm run image-scan -- --target aws --outputs outputs.json --image frontend=sha256:… --fail-on HIGH --json

A local world has no registry: its images are the checkout.

Exit codes: 0 no such finding, 1 there is one, or no scan, 2 wrong use.`,
  )

interface Options {
  readonly image: ImageDigests
  readonly failOn: Severity
  readonly deadlineS?: number
}

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: true,
  changesNothing: true,
  measure: (target, { image, failOn, deadlineS }) =>
    judgeScans(target, { ...patienceFor(target, deadlineS), images: image, failOn }),
})
