import { otherRegions, PROJECT, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { perRegion, type Regional } from '../regional.ts'
import { arnInRegion } from '../rules/arns.ts'
import type { RegionKeys } from './region-keys.ts'

export interface OriginKeyArgs {
  /** Where the secret is written; every other region gets a read-only replica. */
  home: RegionId
  /** Each region's copy is encrypted by a key of that region. */
  keys: Regional<RegionKeys>
  /** Which key is sent now. The one before it is accepted as well, so that raising the number refuses no request. */
  generation: number
  recoveryDays: number
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

    const secret = createSecret()
    const previous = args.generation > 1 ? createVersion(args.generation - 1) : undefined
    const version = createVersion(args.generation, previous)

    this.current = stored(version)
    this.accepted = [version, ...(previous ? [previous] : [])].map(stored)
    this.arns = perRegion((region) =>
      region === args.home ? version.arn : version.arn.apply((arn) => arnInRegion(arn, args.home, region)),
    )
    this.registerOutputs({})

    function createSecret() {
      return new aws.secretsmanager.Secret(
        name,
        {
          name: `${PROJECT}/origin-key`,
          description: 'What CloudFront proves itself with to the load balancers',
          kmsKeyId: args.keys[args.home].dataKeyArn,
          replicas: otherRegions(args.home).map((region) => ({
            region,
            kmsKeyId: args.keys[region].dataKeyArn,
          })),
          recoveryWindowInDays: args.recoveryDays,
        },
        { parent },
      )
    }

    function createVersion(generation: number, after?: aws.secretsmanager.SecretVersion) {
      const key = aws.secretsmanager.getRandomPasswordOutput(
        { passwordLength: KEY_LENGTH, excludePunctuation: true },
        { parent },
      ).randomPassword
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
