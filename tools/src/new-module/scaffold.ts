import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from '../workspace.ts'
import { moduleFiles } from './module-text.ts'
import { readServiceFacts, type ServiceFacts } from './service-facts.ts'
import { withDependency, withModule, withRegister } from './tables.ts'
import { WrongUseError } from './wrong-use-error.ts'

const NAME = /^[a-z][a-z0-9]*$/
const MODULES = 'local-world/src/modules'
const TABLE = `${MODULES}/index.ts`
const REGISTERS = 'local-world/test/support/registers.ts'
const MANIFEST = 'local-world/package.json'

export interface NewModule {
  readonly name: string
  /** The client's name if it differs: `secrets-manager` for `secretsmanager`. */
  readonly client: string | undefined
  readonly operation: string | undefined
}

export interface Scaffolded {
  readonly facts: ServiceFacts
  /** Relative to the root, in the order of writing. */
  readonly written: readonly string[]
}

/** Writes a module that answers one operation. Throws WrongUseError before writing anything. */
export async function scaffold({ name, client, operation }: NewModule): Promise<Scaffolded> {
  if (!NAME.test(name))
    throw new WrongUseError(
      `"${name}" is no name for a module: lower-case letters and digits, beginning with a letter, such as sqs`,
    )
  if (existsSync(join(ROOT, MODULES, name)))
    throw new WrongUseError(`There is a module "${name}" already, in ${MODULES}/${name}; choose another name`)
  const facts = await readServiceFacts(client ?? name, operation)
  const files = {
    ...moduleFiles(name, facts),
    [TABLE]: withModule(read(TABLE), name),
    [REGISTERS]: withRegister(read(REGISTERS), name),
    [MANIFEST]: withDependency(read(MANIFEST), facts.packageName, facts.version),
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return { facts, written: Object.keys(files) }
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

function write(path: string, text: string): void {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true })
  writeFileSync(join(ROOT, path), text)
}
