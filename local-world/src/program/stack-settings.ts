import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ProgramError, StackUnknownError } from './errors.ts'
import { readYaml, type YamlMap } from './read-yaml.ts'

/** The contents of Pulumi.yaml and Pulumi.<stack>.yaml. */
export interface StackSettings {
  readonly project: string
  /** Folder or file that holds the program, relative to the project folder. */
  readonly main: string
  /** Every setting by its full key, such as `aws:region`, as text. */
  readonly config: Readonly<Record<string, string>>
}

const STACK_FILE = /^Pulumi\.(?<stack>.+)\.yaml$/

/** Names of the stacks that have a settings file, in order. */
export function stackNames(projectFolder: string): readonly string[] {
  if (!existsSync(projectFolder)) return []
  const names = readdirSync(projectFolder).map((file) => STACK_FILE.exec(file)?.groups?.stack)
  return names.filter((name) => name !== undefined).sort()
}

/** Reads the files of a project and a stack; errors name the missing or unreadable file and the next step. */
export function readStackSettings(projectFolder: string, stack: string): StackSettings {
  const projectFile = join(projectFolder, 'Pulumi.yaml')
  if (!existsSync(projectFile)) {
    throw new ProgramError(
      'MERIDIAN_PROGRAM_NOT_FOUND',
      `${projectFile} does not exist; name the folder that holds the program's Pulumi.yaml`,
    )
  }
  const stackFile = join(projectFolder, `Pulumi.${stack}.yaml`)
  if (!existsSync(stackFile)) {
    throw new StackUnknownError(stack, projectFolder, stackNames(projectFolder))
  }
  const projectMap = readYaml(readFileSync(projectFile, 'utf8'), projectFile)
  const stackMap = readYaml(readFileSync(stackFile, 'utf8'), stackFile)
  const project = projectMap.name
  if (typeof project !== 'string' || project === '') throw invalid(projectFile, 'has no `name`')
  const main = typeof projectMap.main === 'string' ? projectMap.main : '.'
  requireEntry(projectFolder, main)
  return {
    project,
    main,
    config: {
      ...projectDefaults(projectMap, project, projectFile),
      ...stackConfig(stackMap, project, stackFile),
    },
  }
}

const INDEX_FILES = ['index.ts', 'index.mts', 'index.js', 'index.mjs']

/** Resolves the entry as the runtime does: a file, or a folder with a package.json or index file. */
function requireEntry(projectFolder: string, main: string): void {
  const path = join(projectFolder, main)
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const candidates = isFolder ? [packageMain(path), ...INDEX_FILES].filter((name) => name !== undefined) : []
  const found = isFolder ? candidates.some((name) => existsSync(join(path, name))) : existsSync(path)
  if (found) return
  const missing = isFolder
    ? `None of ${[...new Set(candidates)].join(', ')} exists in ${path}`
    : `${path} does not exist`
  throw new ProgramError(
    'MERIDIAN_PROGRAM_NOT_FOUND',
    `${missing}; correct \`main\` in ${join(projectFolder, 'Pulumi.yaml')} or write the program there`,
  )
}

function packageMain(folder: string): string | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  return (JSON.parse(readFileSync(file, 'utf8')) as { main?: string }).main
}

/** `config:` of Pulumi.yaml: values, or declarations with a `default` or `value`. */
function projectDefaults(projectMap: YamlMap, project: string, file: string): Record<string, string> {
  const defaults: Record<string, string> = {}
  for (const [key, setting] of Object.entries(configOf(projectMap, file))) {
    const value = typeof setting === 'string' ? setting : (setting.value ?? setting.default)
    if (typeof value === 'string') defaults[fullKey(key, project)] = value
  }
  return defaults
}

function stackConfig(stackMap: YamlMap, project: string, file: string): Record<string, string> {
  const config: Record<string, string> = {}
  for (const [key, setting] of Object.entries(configOf(stackMap, file))) {
    if (typeof setting !== 'string' && 'secure' in setting) {
      throw invalid(
        file,
        `holds "${key}" encrypted, which only Pulumi's key opens; let the program make the secret`,
      )
    }
    config[fullKey(key, project)] = typeof setting === 'string' ? setting : JSON.stringify(setting)
  }
  return config
}

function configOf(map: YamlMap, file: string): YamlMap {
  const config = map.config ?? {}
  if (typeof config !== 'string') return config
  if (config === '') return {}
  throw invalid(file, `has "config: ${config}", which is not a map`)
}

const fullKey = (key: string, project: string): string => (key.includes(':') ? key : `${project}:${key}`)

function invalid(file: string, problem: string): ProgramError {
  return new ProgramError('MERIDIAN_PROGRAM_SETTINGS_INVALID', `${file} ${problem}`)
}
