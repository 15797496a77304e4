import { join } from 'node:path'
import { type ImageDigests, parseImageDigest } from '@meridian/delivery'
import { parseCount } from '@meridian/operator-tools/command'
import { PROJECT } from '@meridian/topology'
import { type Command, InvalidArgumentError, Option } from 'commander'

export interface GateFlags {
  readonly alarmPrefix: string
  readonly results: string
}

/** Adds the prefix of the alarms that stop a release. */
export function addGateOptions(command: Command): Command {
  return command.addOption(
    new Option('--alarm-prefix <text>', 'the names of the alarms that count begin with it').default(
      `${PROJECT}-`,
    ),
  )
}

/** Where the failover tool writes its journals, and which alarms count. */
export function gateOptions({ alarmPrefix, results }: GateFlags) {
  return { alarmPrefix, journalFolder: join(results, 'failover') }
}

/** Reads `--image marketing-api=sha256:…`; repeatable. */
export function parseImage(text: string, previous: ImageDigests = {}): ImageDigests {
  const image = parseImageDigest(text)
  if (!image) throw new InvalidArgumentError(`"${text}" is not <service>=sha256:<64 hexadecimal digits>.`)
  return { ...previous, ...image }
}

export function addImageOption(command: Command): Command {
  return command.addOption(
    new Option('--image <service=digest>', 'what the release runs; repeatable')
      .argParser(parseImage)
      .makeOptionMandatory(),
  )
}

export const deadlineOption = () =>
  new Option(
    '--deadline-s <count>',
    'for how long to wait; by default a minute locally, half an hour on AWS',
  ).argParser(parseCount(1))
