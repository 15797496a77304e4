import { join } from 'node:path'
import { REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import { InvalidArgumentError, Option } from 'commander'

type Config = Readonly<Record<string, string>>

/** `--program folder`: another copy of the program. */
export function programOption(): Option {
  return new Option('--program <folder>', 'the folder with Pulumi.yaml').default(
    join(REPOSITORY_ROOT, 'infra', 'pulumi'),
    'infra/pulumi',
  )
}

/** `--config key=value …`: settings of the program, by their full keys, for this run only. */
export function configOption(): Option {
  return new Option('--config <key=value...>', 'settings that win over the stack file’s, for this run')
    .argParser<Config>((text, before) => ({ ...before, ...toSetting(text) }))
    .default({}, 'none')
}

function toSetting(text: string): Config {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Wanted key=value, such as meridian:routingControls=in-use.')
  return { [text.slice(0, at)]: text.slice(at + 1) }
}
