import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { UNBOUNDED_PARTS, workloadBoundary } from '../rules/deployment-policies.ts'

export interface RoleBoundaryArgs {
  /** The database user that a role may log in as; none by default. */
  databaseUser?: string
}

/** The permissions boundary of every role that this program creates, in any component. */
export class RoleBoundary extends Component {
  readonly arn: pulumi.Output<string>

  constructor(name: string, args: RoleBoundaryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:RoleBoundary', name, opts)
    const policy = new aws.iam.Policy(
      name,
      {
        description: 'What no role of Meridian can exceed',
        policy: JSON.stringify(workloadBoundary(args.databaseUser)),
      },
      { parent: this },
    )
    this.arn = policy.arn
    this.registerOutputs({ arn: this.arn })
  }
}

/** From here on, roles get the boundary, except the account's own roles. */
export function boundRoles(boundaryArn: pulumi.Input<string>): void {
  pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
    if (
      type !== 'aws:iam/role:Role' ||
      UNBOUNDED_PARTS.some((part) => name === part || name.startsWith(`${part}-`))
    )
      return undefined
    return { props: { ...props, permissionsBoundary: props.permissionsBoundary ?? boundaryArn }, opts }
  })
}
