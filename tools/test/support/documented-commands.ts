import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../src/workspace.ts'

/** An `npm run <script> -- <arguments>` in a page or a workflow. */
export interface NpmRun {
  readonly script: string
  readonly args: string
}

/** Every `npm run` in a text; a backslash at the end of a line continues it. */
export function npmRuns(text: string): readonly NpmRun[] {
  const joined = text.replace(/\\\n\s*/g, ' ')
  return [...joined.matchAll(/npm run (?:--silent )?([\w-]+)(?: -- ([^\n|>#]*))?/g)].map(
    ([, script = '', args = '']) => ({ script, args: args.trim() }),
  )
}

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>
}
const { PATH, NODE_COMPILE_CACHE } = process.env
const helpTexts = new Map<string, string>()

/** Options that the command's --help does not list; the script itself if it does not exist. */
export function unknownFlags({ script, args }: NpmRun): readonly string[] {
  const program = /^node tools\/launch\.mjs (\S+)$/.exec(scripts[script] ?? '')?.[1]
  if (program === undefined) return scripts[script] === undefined ? [`npm run ${script}`] : []
  const flags = [...args.matchAll(/(?:^|\s)(--[\w-]+)/g)].map(([, flag = '']) => flag)
  if (flags.length === 0) return []
  const [verb = ''] = args.split(' ')
  const help = helpOf(program) + (/^[a-z]+$/.test(verb) ? helpOf(program, verb) : '')
  return flags.filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(help))
}

function helpOf(program: string, ...verb: readonly string[]): string {
  const key = [program, ...verb].join(' ')
  const known = helpTexts.get(key)
  if (known !== undefined) return known
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...verb, '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH, NODE_COMPILE_CACHE, NO_COLOR: '1', COLUMNS: '200' },
  })
  helpTexts.set(key, stdout + stderr)
  return stdout + stderr
}
