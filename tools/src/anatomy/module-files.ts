import { MODULES_FOLDER, moduleFile, type Problem } from './problem.ts'

/** Files allowed at a module's root. */
const ROOT_FILES = ['index.ts', 'running.ts', 'resources.ts', 'failures.ts', 'errors.ts', 'SPEC.md'] as const
const FOLDERS = ['plan', 'model', 'engine', 'control'] as const
/** Files that every module must have. */
const NEEDED_FILES = ['index.ts', 'SPEC.md'] as const
/** The entry file of each folder. */
const FIRST_FILES: Readonly<Record<string, string>> = {
  plan: 'plan/plan.ts',
  engine: 'engine/start.ts',
  control: 'control/service.ts',
}

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.(ts|sql)$/

/** Checks the names and locations of every module's files; `paths` are relative to the root. */
export function misplacedFiles(paths: readonly string[]): readonly Problem[] {
  const modules = Map.groupBy(
    paths.flatMap((path) => moduleFile(path) ?? []),
    ({ module }) => module,
  )
  return [...modules].flatMap(([module, files]) =>
    problemsOf(
      module,
      files.map(({ file }) => file),
    ),
  )
}

function problemsOf(module: string, files: readonly string[]): readonly Problem[] {
  const problem = (file: string, message: string): Problem => ({
    path: `${MODULES_FOLDER}${module}/${file}`,
    message,
  })
  const missing = NEEDED_FILES.filter((needed) => !files.includes(needed)).map((needed) =>
    problem(needed, 'is missing; every module has it'),
  )
  const headless = Object.entries(FIRST_FILES)
    .filter(
      ([folder, first]) => files.some((file) => file.startsWith(`${folder}/`)) && !files.includes(first),
    )
    .map(([folder, first]) => problem(first, `is missing; ${folder}/ begins there`))
  const misplaced = files.flatMap((file) => {
    const message = complaintAbout(file)
    return message === undefined ? [] : [problem(file, message)]
  })
  return [...missing, ...headless, ...misplaced]
}

function complaintAbout(file: string): string | undefined {
  const [folder = '', ...rest] = file.split('/')
  if (rest.length === 0) return isRootFile(file) ? undefined : looseFile()
  if (!(FOLDERS as readonly string[]).includes(folder))
    return `is in ${folder}/; a module's folders are ${FOLDERS.join(', ')}, and its tests that need a port or a database are in local-world/test`
  const name = rest.at(-1) ?? ''
  if (!KEBAB.test(name)) return `is not named in kebab case, such as read-replica.ts`
  if (name.startsWith('faults'))
    return 'is called faults; AWS errors are in control/aws-errors.ts, what drills break is in failures.ts'
  return undefined
}

const looseFile = () =>
  `is loose at the module's root; ${ROOT_FILES.join(', ')} stand there, everything else in ${FOLDERS.map((folder) => `${folder}/`).join(', ')}`

const isRootFile = (file: string) =>
  (ROOT_FILES as readonly string[]).includes(file.replace(/\.test\.ts$/, '.ts'))
