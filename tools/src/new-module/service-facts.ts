import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../workspace.ts'
import { WrongUseError } from './wrong-use-error.ts'

/** What the SDK's client tells about a service: enough to implement it. */
export interface ServiceFacts {
  /** Package such as `@aws-sdk/client-sqs`, and its installed version. */
  readonly packageName: string
  readonly version: string
  /** The client's class, such as `SQSClient`. */
  readonly clientClass: string
  /** Service name in the scope of a signature. */
  readonly scope: string
  readonly protocol: 'query' | 'rest-xml' | 'rest-json' | 'json'
  /** Only for a JSON service. */
  readonly jsonVersion: '1.0' | '1.1' | undefined
  /** XML namespace; empty for JSON. */
  readonly namespace: string
  /** The first operation to implement. */
  readonly operation: string
}

interface ClientConfig {
  readonly protocol: { readonly constructor: { readonly name: string } }
  readonly protocolSettings: { readonly xmlNamespace?: string }
  readonly defaultSigningName?: string
  readonly signingName?: string
}

type ClientModule = Readonly<Record<string, unknown>>

const PROTOCOLS: readonly (readonly [RegExp, ServiceFacts['protocol'], ServiceFacts['jsonVersion']])[] = [
  [/Json1_0/, 'json', '1.0'],
  [/Json1_1/, 'json', '1.1'],
  [/RestJson/, 'rest-json', undefined],
  [/RestXml/, 'rest-xml', undefined],
  [/Query/, 'query', undefined],
]

/** Kind of the operations among the schemas that a client exports. */
const OPERATION_KIND = 9

/** Reads the installed client. Without `wanted`, chooses an operation that needs no input, preferably a list. */
export async function readServiceFacts(client: string, wanted: string | undefined): Promise<ServiceFacts> {
  const packageName = `@aws-sdk/client-${client}`
  const { module, version } = await loadClient(packageName)
  const clientClass = Object.keys(module).find((name) => /^[A-Z]\w*Client$/.test(name))
  if (!clientClass) throw new WrongUseError(`${packageName} exports no client; is it a service's client?`)
  const { config } = new (module[clientClass] as new (options: object) => { config: ClientConfig })({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const spoken = config.protocol.constructor.name
  const [, protocol, jsonVersion] = PROTOCOLS.find(([pattern]) => pattern.test(spoken)) ?? []
  if (!protocol)
    throw new WrongUseError(
      `${packageName} speaks ${spoken}; local-world/src/wire reads Query, JSON, REST-JSON and REST-XML. Add the protocol there first.`,
    )
  return {
    packageName,
    version,
    clientClass,
    protocol,
    jsonVersion,
    scope: config.signingName ?? config.defaultSigningName ?? client,
    namespace: protocol.includes('json') ? '' : (config.protocolSettings.xmlNamespace ?? ''),
    operation: chooseOperation(operationsOf(module), wanted, packageName),
  }
}

async function loadClient(packageName: string): Promise<{ module: ClientModule; version: string }> {
  // Resolved from the local world, because the module will import it from there.
  const require = createRequire(join(ROOT, 'local-world', 'package.json'))
  try {
    const module = (await import(pathToFileURL(require.resolve(packageName)).href)) as ClientModule
    const { version } = require(`${packageName}/package.json`) as { version: string }
    return { module: { ...module, ...(module.default as object) }, version }
  } catch (error) {
    throw new WrongUseError(
      `${packageName} is not installed. Install it with: npm install --save-exact -w @meridian/local-world ${packageName}\n` +
        'Where the client is called otherwise than the module, name it: --client secrets-manager',
      { cause: error },
    )
  }
}

/** Names of operations, and whether each needs an input. */
function operationsOf(module: ClientModule): ReadonlyMap<string, boolean> {
  const schemas = Object.values(module).filter(
    (value): value is readonly unknown[] => Array.isArray(value) && value[0] === OPERATION_KIND,
  )
  return new Map(schemas.map(([, , name, , input]) => [String(name), needsInput(input)]))
}

/** A structure's schema lists its required members first; their number is its seventh element. */
function needsInput(schema: unknown): boolean {
  const structure = typeof schema === 'function' ? schema() : schema
  return Array.isArray(structure) && Number(structure[6] ?? 0) > 0
}

const PREFERENCE = [/^List/, /^Describe/, /^Get/]

function chooseOperation(
  operations: ReadonlyMap<string, boolean>,
  wanted: string | undefined,
  packageName: string,
): string {
  const names = [...operations.keys()].sort()
  if (wanted !== undefined) {
    if (operations.has(wanted)) return wanted
    throw new WrongUseError(
      `${packageName} knows no operation ${wanted}. It knows ${names.join(', ')}; names are written as AWS writes them.`,
    )
  }
  // The shortest name is usually the main one: ListQueues, not ListMessageMoveTasks.
  const simple = names.filter((name) => !operations.get(name)).sort((a, b) => a.length - b.length)
  for (const pattern of PREFERENCE) {
    const found = simple.find((name) => pattern.test(name))
    if (found !== undefined) return found
  }
  throw new WrongUseError(
    `${packageName} has no list that needs no input. Name a first operation: --operation`,
  )
}
