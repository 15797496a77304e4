import type { ResourceNode, SourcePosition, Urn } from '@meridian/resource-graph'
import { UrnTakenError } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { type Created, type CreateRequest, LOCAL_ACCOUNT_ID } from '../kernel/resource-provider.ts'
import { chooseRegion } from './choose-region.ts'
import { type ProgramErrorCode, RegistrationRefusedError } from './errors.ts'
import { genericProvider } from './generic-provider.ts'
import { holdsSecret, markSecret, type PropertyMap, plainMap, secretNames } from './property-values.ts'
import type { Providers } from './providers.ts'
import type { Invocation, Registered, Registration } from './registration.ts'
import { createUrn, suffixOf, urnOfReference } from './urn.ts'

export interface RecorderOptions {
  readonly project: string
  readonly stack: string
  readonly providers: Providers
  /** The stack's `aws:region`: the region of a resource without an explicit provider. */
  readonly defaultRegion: string | undefined
  readonly onResource?: ((node: ResourceNode) => void) | undefined
}

const AWS_TYPE = 'aws:'
const PROVIDER_TYPE = 'pulumi:providers:'
const PROVIDER_ID_LENGTH = 32
/** The length of the suffix that Pulumi's provider appends to names. */
const GENERIC_SUFFIX_LENGTH = 7

/**
 * Answers one run of the program: every registration becomes a node, with the ids and outputs from the module that provides
 * its type. A node's dependencies are always recorded before it. The first refusal is kept, because the program, which
 * receives it too, may swallow or reword it.
 */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #nodes = new Map<Urn, ResourceNode>()
  readonly #uninterpreted = new Map<string, number>()
  #refusal: Error | undefined

  constructor(options: RecorderOptions) {
    this.#options = options
  }

  get nodes(): readonly ResourceNode[] {
    return [...this.#nodes.values()]
  }

  get size(): number {
    return this.#nodes.size
  }

  get refusal(): Error | undefined {
    return this.#refusal
  }

  /** Types that got a generic id because no module provides them, with the number of each. */
  get uninterpreted(): ReadonlyMap<string, number> {
    return this.#uninterpreted
  }

  /** Records an error as the run's outcome, unless there is one already, and throws it. */
  refuse(error: Error): never {
    this.#refusal ??= error
    throw error
  }

  register(registration: Registration): Registered {
    const { project, stack } = this.#options
    const urn = createUrn(stack, project, registration.parent, registration.type, registration.name)
    const twin = this.#nodes.get(urn)
    if (twin) this.refuse(new UrnTakenError(urn, twin.source, registration.source))

    const inputs = plainMap(registration.properties)
    const region = this.#regionOf(registration, inputs)
    const created = this.#create(urn, registration, inputs, region)
    const properties = answeredProperties(registration, created)
    const node: ResourceNode = {
      urn,
      type: registration.type,
      name: registration.name,
      id: created.id,
      isComponent: registration.isComponent,
      parent: registration.parent,
      region,
      inputs,
      outputs: plainMap(properties),
      secretInputs: secretNames(registration.properties),
      secretOutputs: secretNames(properties),
      dependencies: [...registration.dependencies].sort(),
      propertyDependencies: registration.propertyDependencies,
      ignoreChanges: registration.ignoreChanges,
      protect: registration.protect,
      source: registration.source,
    }
    this.#nodes.set(urn, node)
    this.#options.onResource?.(node)
    return { urn, id: created.id, properties }
  }

  /** Outputs that a component or the stack registers once its children exist. */
  registerOutputs(urn: Urn, properties: PropertyMap): void {
    const node = this.#nodes.get(urn)
    if (!node) return
    this.#nodes.set(urn, {
      ...node,
      outputs: plainMap(properties),
      secretOutputs: secretNames(properties),
    })
  }

  invoke(invocation: Invocation): PropertyMap {
    const { token, source } = invocation
    const provider = this.#options.providers.invokes[token]
    if (!provider) {
      const known = Object.keys(this.#options.providers.invokes).sort()
      this.refuse(
        new RegistrationRefusedError(
          'MERIDIAN_PROGRAM_INVOKE_UNKNOWN',
          `The provider function ${token}`,
          source,
          `no module answers it; answered are: ${known.join(', ') || 'none'}. ` +
            'Add it to the `invokes` of the module for its service.',
        ),
      )
    }
    const args = plainMap(invocation.args)
    const subject = `The provider function ${token}`
    const region = this.#regionFrom(args.region, invocation.provider, subject, source)
    try {
      return provider({ token, args, region, accountId: LOCAL_ACCOUNT_ID })
    } catch (error) {
      this.refuse(refusal('MERIDIAN_PROGRAM_PROVIDER_FAILED', subject, source, error))
    }
  }

  #create(
    urn: Urn,
    registration: Registration,
    inputs: Record<string, unknown>,
    region: RegionId | undefined,
  ): Created {
    const { type, name, source } = registration
    if (registration.isComponent) return { id: '', outputs: {} }
    if (type.startsWith(PROVIDER_TYPE)) return { id: suffixOf(urn, PROVIDER_ID_LENGTH), outputs: {} }
    const provider = region && this.#options.providers.resources[type]
    if (!provider) this.#uninterpreted.set(type, (this.#uninterpreted.get(type) ?? 0) + 1)
    const suffix: CreateRequest['suffix'] = (length, alphabet) => suffixOf(urn, length, alphabet)
    if (!region) return { id: `${name}-${suffix(GENERIC_SUFFIX_LENGTH)}`, outputs: {} }
    try {
      return (provider ?? genericProvider)({
        type,
        name,
        inputs,
        region,
        accountId: LOCAL_ACCOUNT_ID,
        suffix,
      })
    } catch (error) {
      this.refuse(refusal('MERIDIAN_PROGRAM_PROVIDER_FAILED', subjectOf(registration), source, error))
    }
  }

  #regionOf(registration: Registration, inputs: PropertyMap): RegionId | undefined {
    const { type, source } = registration
    if (type.startsWith(PROVIDER_TYPE) && inputs.region === undefined) return undefined
    if (!type.startsWith(PROVIDER_TYPE) && !type.startsWith(AWS_TYPE)) return undefined
    return this.#regionFrom(inputs.region, registration.provider, subjectOf(registration), source)
  }

  #regionFrom(
    own: unknown,
    provider: string | undefined,
    subject: string,
    source: SourcePosition | undefined,
  ): RegionId {
    const ofProvider = provider ? this.#nodes.get(urnOfReference(provider))?.inputs.region : undefined
    try {
      return chooseRegion({ own, ofProvider, ofStack: this.#options.defaultRegion })
    } catch (error) {
      this.refuse(refusal('MERIDIAN_PROGRAM_REGION_UNKNOWN', subject, source, error))
    }
  }
}

const subjectOf = ({ type, name }: Registration): string => `${type} "${name}"`

/** Inputs as received, secrets still marked, overridden by what the provider computed. */
function answeredProperties(registration: Registration, created: Created): PropertyMap {
  const properties: Record<string, unknown> = { ...registration.properties }
  for (const [key, value] of Object.entries(created.outputs)) {
    properties[key] = holdsSecret(registration.properties[key]) ? markSecret(value) : value
  }
  for (const key of registration.additionalSecretOutputs) {
    if (properties[key] !== undefined) properties[key] = markSecret(properties[key])
  }
  return properties
}

function refusal(
  code: ProgramErrorCode,
  subject: string,
  source: SourcePosition | undefined,
  cause: unknown,
): RegistrationRefusedError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new RegistrationRefusedError(code, subject, source, reason, { cause })
}
