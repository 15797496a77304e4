// `npm run new-module -- sqs`: creates a module of the local world that answers its first operation.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { ROOT } from '../workspace.ts'
import { kebab } from './names.ts'
import { scaffold } from './scaffold.ts'
import { WrongUseError } from './wrong-use-error.ts'

const HELP = `Usage: npm run new-module -- <name> [--client <client>]
                                    [--operation <operation>]

Writes a module of the local world in its usual layout: index.ts, SPEC.md,
control/ with one operation that answers the SDK and the AWS CLI, a test, and
its entries in the table of modules and in the registers.

  <name>        folder and name of the module, such as sqs
  --client      name of the SDK's client after @aws-sdk/client-, where it is not
                <name>
  --operation   the first operation, as AWS writes it; otherwise the first list
                that needs no input
  --help        this text

Examples:
  npm run new-module -- sqs
  npm run new-module -- ecr --operation DescribeRepositories
  npm run new-module -- parameters --client ssm --operation DescribeParameters

Exit codes: 0 done, 2 wrong use; then nothing was written.`

const WRONG_USE = 2

try {
  process.exitCode = await run()
} catch (error) {
  const isWrongUse =
    error instanceof WrongUseError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (!isWrongUse) throw error
  console.error(`${(error as Error).message}\nHelp: npm run new-module -- --help`)
  process.exitCode = WRONG_USE
}

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { client: { type: 'string' }, operation: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const [name, ...others] = positionals
  if (name === undefined || others.length > 0)
    throw new WrongUseError(`One name is wanted, such as sqs; there are ${positionals.length}`)
  const { facts, written } = await scaffold({ name, client: values.client, operation: values.operation })
  // The formatter decides on line breaks and the order of imports.
  spawnSync('biome', ['check', '--write', ...written], { cwd: ROOT, stdio: 'ignore' })
  for (const path of written) console.log(path)
  console.error(`
${name} answers ${facts.operation}. Next:
  npm install                          records ${facts.packageName} ${facts.version} in package-lock.json
  npx vitest run test/${name}          in local-world: ${kebab(facts.operation)}.test.ts
  npx vitest run test/wire/support-table.test.ts -u   in local-world: writes docs/control-plane.md
  node tools/launch.mjs tools/src/aws-constraints.ts <botocore data folder>   what AWS's model demands and answers
  control/honoured.ts, control/unknown.ts   members that it honours and that it cannot know; plan/honoured.ts for its types
  test/wire/answers/scenes             a scene that calls each operation; the tests there say what is missing
  npm run check                        layout, types and unit tests
The SPEC.md of a module says what it does; docs/fidelity.md says what it does not.`)
  return 0
}
