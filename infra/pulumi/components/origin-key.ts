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
  /** Which key is sent. The previous one is also accepted, so that incrementing the number refuses no request. */
  generation: number
}

const KEY_LENGTH = 48

/**
 * The key that authenticates CloudFront to the load balancers: its addresses are shared by all distributions, the key is ours.
 * The frontend's tasks read it too, because they call the API without passing the edge.
 */
export class OriginKey extends Component {
  /** The key that is sent. */
  readonly current: pulumi.Output<string>
  /** Accepted keys: the current one, then the previous one. */
  readonly accepted: readonly pulumi.Output<string>[]
  /** The secret's ARN in each region, known once it has a value. */
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
        // The invoke returns a new value in each run. The newest version must be written last: readers get the last one.
        { parent, ignoreChanges: ['secretString'], ...(after && { dependsOn: after }) },
      )
    }
  }
}

/** Read back rather than passed on: the value stored first is the one that counts. */
function stored(version: aws.secretsmanager.SecretVersion): pulumi.Output<string> {
  return pulumi.secret(version.secretString.apply((text) => text ?? ''))
}
