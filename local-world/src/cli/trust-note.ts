import { styleText } from 'node:util'
import type { WorldDescription } from '../world/describe-world.ts'
import type { RunningWorld } from '../world/start-world.ts'

/** Who has access, and how another program gets it: the last lines before a world is ready. The secret stays in its file. */
export function trustNote(
  { trust }: Pick<RunningWorld, 'trust'>,
  { endpoint, region, credentialsFile }: Pick<WorldDescription, 'endpoint' | 'region' | 'credentialsFile'>,
): string {
  if (trust.isOpen)
    return styleText(
      ['bold', 'red'],
      'OPEN: any program and any web page on this machine can change this world and read its secrets (--open).',
    )
  return [
    `${styleText('bold', 'Access key')}  ${trust.keys.own.accessKeyId}, its secret in ${credentialsFile} (0600). npm run aws and the tools use it by themselves; others with`,
    `  export AWS_SHARED_CREDENTIALS_FILE=${shellWord(credentialsFile)} AWS_PROFILE=default AWS_DEFAULT_REGION=${region}`,
    `  aws rds describe-global-clusters --endpoint-url ${endpoint}`,
  ].join('\n')
}

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
