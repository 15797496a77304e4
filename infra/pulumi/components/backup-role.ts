import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { assumedByService } from '../rules/policy-document.ts'

export interface BackupRoleArgs {
  accountId: pulumi.Input<string>
}

/** AWS's own policy for making and copying recovery points; restoring is another one, given to people when they need it. */
const MAKES_BACKUPS = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup'

/** The role under which AWS Backup works, in all regions alike. */
export class BackupRole extends Component {
  /** Known when the role may back up. */
  readonly arn: pulumi.Output<string>

  constructor(name: string, args: BackupRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:BackupRole', name, opts)
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: pulumi
          .output(args.accountId)
          .apply((id) =>
            JSON.stringify(
              assumedByService('backup.amazonaws.com', { StringEquals: { 'aws:SourceAccount': id } }),
            ),
          ),
      },
      { parent: this },
    )
    const attached = new aws.iam.RolePolicyAttachment(
      name,
      { role: role.name, policyArn: MAKES_BACKUPS },
      { parent: this },
    )
    this.arn = once(role.arn, attached)
    this.registerOutputs({ arn: this.arn })
  }
}
