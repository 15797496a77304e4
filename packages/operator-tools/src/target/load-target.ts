import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CITY_IDS, FIRST_PRIMARY, isCityId } from '@meridian/topology'
import { TargetInvalidError, WorldNotRunningError } from '../errors.ts'
import { FieldReader } from './reader.ts'
import { readStackOutputs } from './stack-outputs.ts'
import { readWorldDescription, type TargetDescription, type Vantage } from './target.ts'

/** Which system a command works on; never guessed. */
export interface TargetChoice {
  readonly target: 'local' | 'aws'
  readonly repositoryRoot: string
  /** For `local`: the world's description; by default `.world/world.json` of the checkout. */
  readonly worldFile?: string
  /** For `aws`: the file that `pulumi stack output --json` wrote. */
  readonly outputsFile?: string
  /** For `aws`: `city=http://proxy:port`, one for each vantage. */
  readonly vantages?: readonly string[]
}

const LOCAL_NEXT_STEP =
  'The world and this tool are of different versions: stop the world and start it again with npm start.'
const AWS_NEXT_STEP =
  'Write the outputs of the deployed stack with: npx pulumi stack output --json --cwd infra/pulumi > outputs.json'

/** Resolves the chosen target; throws a named error with the next step when it cannot. */
export async function loadTarget(choice: TargetChoice): Promise<TargetDescription> {
  return choice.target === 'local' ? loadLocal(choice) : loadAws(choice)
}

async function loadLocal({ repositoryRoot, worldFile }: TargetChoice): Promise<TargetDescription> {
  const file = worldFile ?? join(repositoryRoot, '.world', 'world.json')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new WorldNotRunningError(file, { cause: error })
    throw error
  })
  const read = new FieldReader()
  const target = readWorldDescription(parseJson(text, file, LOCAL_NEXT_STEP), read)
  if (read.problems.length > 0) throw new TargetInvalidError(file, read.problems, LOCAL_NEXT_STEP)
  return target
}

async function loadAws({ outputsFile, vantages = [] }: TargetChoice): Promise<TargetDescription> {
  if (outputsFile === undefined)
    throw new TargetInvalidError('--target aws', ['--outputs <file> is missing'], AWS_NEXT_STEP)
  const text = await readFile(outputsFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new TargetInvalidError(outputsFile, [`it cannot be read: ${error.code}`], AWS_NEXT_STEP)
  })
  const read = new FieldReader()
  const stackOutputs = readStackOutputs(parseJson(text, outputsFile, AWS_NEXT_STEP), 'outputs', read)
  const places = vantages.map((vantage) => readVantage(vantage, read))
  if (read.problems.length > 0) throw new TargetInvalidError(outputsFile, read.problems, AWS_NEXT_STEP)
  return { schema: 1, name: 'aws', region: FIRST_PRIMARY, vantages: places, stackOutputs }
}

function readVantage(text: string, read: FieldReader): Vantage {
  const [city = '', proxy = ''] = text.split(/=(.*)/s)
  if (!isCityId(city)) read.problems.push(`--vantage ${text}: the city must be one of ${CITY_IDS.join(', ')}`)
  if (!/^http:\/\/[^/]+$/.test(proxy))
    read.problems.push(`--vantage ${text}: the proxy must be http://host:port`)
  return { city: isCityId(city) ? city : 'seoul', proxy }
}

function parseJson(text: string, file: string, nextStep: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TargetInvalidError(file, [`it is not JSON: ${(error as Error).message}`], nextStep)
  }
}
