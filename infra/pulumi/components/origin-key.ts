import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Regional } from '../regional.ts'
import {
  arnsOf,
  createReplicatedSecret,
  drawPassword,
  type ReplicatedSecretArgs,
} from './replicated-secret.ts'

export interface OriginKeyArgs extends ReplicatedSecretArgs {
  /** Which key is sent now. The one before it is accepted as well, so that raising the number refuses no request. */
  generation: number
}

const KEY_LENGTH = 48

/**
 * What CloudFront proves itself with to the load balancers: its addresses are everybody's distributions', its key is ours.
 * The frontend's tasks read it too, because they ask the API past the edge.
 */
export class OriginKey extends Component {
  /** What is sent. */
  readonly current: pulumi.Output<string>
  /** Accepted keys: the current one, then the previous one. */
  readonly accepted: readonly pulumi.Output<string>[]
  /** The secret's ARN in each region, known when it has a value. */
  readonly arns: Regional<pulumi.Output<string>>

  constructor(name: string, args: OriginKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:OriginKey', name, opts)
    const parent = this

    const description = 'What CloudFront proves itself with to the load balancers'
    const secret = createReplicatedSecret(name, 'origin-key', description, args, parent)
    const previous = args.generation > 1 ? createVersion(args.generation - 1) : undefined
    const version = createVersion(args.generation, previous)

    this.current = stored(version)
    this.accepted = [version, ...(previous ? [previous] : [])].map(stored)
    this.arns = arnsOf(version, args.home)
    this.registerOutputs({})

    function createVersion(generation: number, after?: aws.secretsmanager.SecretVersion) {
      const key = drawPassword(KEY_LENGTH, parent)
      return new aws.secretsmanager.SecretVersion(
        `${name}-${generation}`,
        { secretId: secret.id, secretString: pulumi.secret(key) },
        // The invoke returns a new value at each run. The newest version must be written last: what is read is the last one.
        { parent, ignoreChanges: ['secretString'], ...(after && { dependsOn: after }) },
      )
    }
  }
}

/** Read back rather than passed on: what was stored first is what counts. */
function stored(version: aws.secretsmanager.SecretVersion): pulumi.Output<string> {
  return pulumi.secret(version.secretString.apply((text) => text ?? ''))
}
