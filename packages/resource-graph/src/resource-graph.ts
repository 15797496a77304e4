import type { RegionId } from '@meridian/topology'
import { GraphError } from './errors.ts'
import type { SourcePosition, Urn } from './urn.ts'

/** One resource that the program registered, with the provider's result. */
export interface ResourceNode {
  readonly urn: Urn
  /** Pulumi type token, such as `aws:rds/cluster:Cluster`. */
  readonly type: string
  /** The program's name for it, unique by type and parent. */
  readonly name: string
  /** The physical id on AWS: `sg-0a1b…`, an ARN, a name; empty for components. */
  readonly id: string
  readonly isComponent: boolean
  readonly parent: Urn | undefined
  /** From the provider or from the resource's own `region`; undefined for components and the stack. */
  readonly region: RegionId | undefined
  /** Fully resolved: secrets unwrapped (see `secretInputs`), outputs of other resources in place. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** Inputs as the provider echoes them, plus what it computed (`arn`, `dnsName`, …). */
  readonly outputs: Readonly<Record<string, unknown>>
  /** Inputs that must not be printed: names, and JSON pointers (`/origins/0/customHeaders/0/value`) to secrets inside others. */
  readonly secretInputs: readonly string[]
  /** The same for outputs: echoes of secret inputs, and those the program or provider declares secret. */
  readonly secretOutputs?: readonly string[]
  readonly dependencies: readonly Urn[]
  readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>
  readonly ignoreChanges: readonly string[]
  readonly protect: boolean
  readonly source: SourcePosition | undefined
}

export interface GraphContents {
  readonly project: string
  readonly stack: string
  readonly nodes: readonly ResourceNode[]
  readonly stackOutputs: Readonly<Record<string, unknown>>
  /** Names of stack outputs that hold a secret and must not be printed. */
  readonly secretStackOutputs?: readonly string[]
  /** Stack settings as the program saw them, without the project prefix and without secrets. */
  readonly config: Readonly<Record<string, string>>
}

/** Everything that one run of the program described. Immutable: `without` returns another graph. */
export class ResourceGraph {
  readonly contents: GraphContents
  readonly #byUrn: ReadonlyMap<Urn, ResourceNode>
  readonly #byType: ReadonlyMap<string, readonly ResourceNode[]>

  constructor(contents: GraphContents) {
    this.contents = contents
    this.#byUrn = new Map(contents.nodes.map((node) => [node.urn, node]))
    this.#byType = Map.groupBy(contents.nodes, (node) => node.type)
  }

  get nodes(): readonly ResourceNode[] {
    return this.contents.nodes
  }

  ofType(type: string): readonly ResourceNode[] {
    return this.#byType.get(type) ?? []
  }

  byUrn(urn: Urn): ResourceNode | undefined {
    return this.#byUrn.get(urn)
  }

  /** The only node of a type with this physical id, such as the security group `sg-…`. */
  byId(type: string, id: string): ResourceNode | undefined {
    return this.ofType(type).find((node) => node.id === id)
  }

  /** The node with this program name; throws when there is none or more than one. */
  named(type: string, name: string): ResourceNode {
    const [node, twin] = this.ofType(type).filter((candidate) => candidate.name === name)
    if (!node) {
      const present = this.ofType(type).map((other) => `"${other.name}"`)
      throw new GraphError(
        'MERIDIAN_GRAPH_NODE_NOT_FOUND',
        `The program has no ${type} named "${name}"; it has ${present.join(', ') || 'none of this type'}`,
      )
    }
    if (twin) {
      throw new GraphError(
        'MERIDIAN_GRAPH_NODE_AMBIGUOUS',
        `The program has more than one ${type} named "${name}": ${node.urn} and ${twin.urn}; look it up by URN`,
      )
    }
    return node
  }

  /** The same program with some resources removed, so that tests can check what a missing rule would do. */
  without(matches: (node: ResourceNode) => boolean): ResourceGraph {
    return new ResourceGraph({ ...this.contents, nodes: this.nodes.filter((node) => !matches(node)) })
  }
}
