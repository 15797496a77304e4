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

/** RDS does not reserve `postgres`, but a distinct name shows in logs whose session it is. */
const USERNAME = 'meridian'
const PASSWORD_LENGTH = 40

/**
 * The database's credentials, readable in every region even if any other region is lost.
 *
 * Aurora can manage a master password itself, but not in a global database. The secret contains no host name: replicas are
 * copies, so a host name would point to one region forever.
 */
export class DatabaseSecret extends Component {
  readonly username: string
  readonly password: pulumi.Output<string>
  /** The secret's ARN in each region, known once it has a value. */
  readonly arns: Regional<pulumi.Output<string>>

  constructor(name: string, args: ReplicatedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:database:DatabaseSecret', name, opts)
    const parent = this

    const description = 'Login of the services to the global database'
    const secret = createReplicatedSecret(name, 'database', description, args, parent)
    const version = createVersion()

    this.username = USERNAME
    // Read back rather than passed on: if the first run stops half way, the next one still gives the cluster the stored value.
    this.password = pulumi.secret(version.secretString.apply((stored) => readPassword(stored)))
    this.arns = arnsOf(version, args.home)
    this.registerOutputs({})

    function createVersion() {
      const password = drawPassword(PASSWORD_LENGTH, parent)
      return new aws.secretsmanager.SecretVersion(
        `${name}-first`,
        {
          secretId: secret.id,
          secretString: pulumi.secret(pulumi.jsonStringify({ username: USERNAME, password })),
        },
        // The invoke returns a new value in each run, and rotation changes the value outside the program.
        { parent, ignoreChanges: ['secretString'] },
      )
    }
  }
}

function readPassword(stored: string | undefined): string {
  return String(JSON.parse(stored ?? '{}').password ?? '')
}
