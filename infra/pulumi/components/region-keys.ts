import type { RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { dataKeyPolicy, type KeyPlace, logsKeyPolicy } from '../rules/key-policies.ts'
import type { PolicyDocument } from '../rules/policy-document.ts'

export interface RegionKeysArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  /** Account that copies recovery points, and therefore has to read them. */
  copyAccountId?: string
}

const DELETION_DAYS = 30

/**
 * A region's own keys: one for customer data, one for what the platform records about itself.
 *
 * Readers of logs need no access to data. No region uses another region's key: it would fail with that region.
 */
export class RegionKeys extends Component {
  /** Database, secrets, images, backups. */
  readonly dataKeyArn: pulumi.Output<string>
  /** Log groups, topics, trails. */
  readonly logsKeyArn: pulumi.Output<string>

  constructor(name: string, args: RegionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:RegionKeys', name, opts)
    const parent = this

    this.dataKeyArn = createKey('data', 'Database, secrets, images and backups', (place) =>
      dataKeyPolicy({ ...place, ...(args.copyAccountId && { copyAccountId: args.copyAccountId }) }),
    )
    this.logsKeyArn = createKey('logs', 'Logs, alarm messages and trails', logsKeyPolicy)
    this.registerOutputs({})

    function createKey(
      purpose: string,
      description: string,
      policyOf: (place: KeyPlace) => PolicyDocument,
    ): pulumi.Output<string> {
      const key = new aws.kms.Key(
        `${name}-${purpose}`,
        {
          description,
          enableKeyRotation: true,
          deletionWindowInDays: DELETION_DAYS,
          policy: pulumi
            .output(args.accountId)
            .apply((accountId) => JSON.stringify(policyOf({ accountId, region: args.region }))),
        },
        { parent },
      )
      new aws.kms.Alias(`${name}-${purpose}`, { targetKeyId: key.keyId }, { parent })
      return key.arn
    }
  }
}
