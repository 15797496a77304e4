import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import {
  assumedByWorkflow,
  deploymentRights,
  GITHUB_ISSUER,
  previewLimits,
} from '../rules/deployment-policies.ts'
import { DEPLOYMENT_WRITES, writesPolicy } from '../rules/deployment-writes/index.ts'

export interface DeploymentAccessArgs {
  accountId: pulumi.Input<string>
  /** `owner/name` on GitHub. */
  repository: string
  /** Whether the account's OpenID provider is made here, or is there already. */
  makesProvider: boolean
  /** Permissions boundary of the roles that a deployment creates. */
  boundaryArn: pulumi.Input<string>
  /** GitHub environment whose approval a deployment needs: the stack's name. */
  environment: string
}

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const PREVIEW_SECONDS = 3_600
/** A rollout over three regions, each with its bake. */
const DEPLOYMENT_SECONDS = 4 * 3_600

/** Who may come from GitHub, with no key to steal: a run in `preview` looks, a run in the stack's own environment deploys. */
export class DeploymentAccess extends Component {
  readonly previewRoleArn: pulumi.Output<string>
  readonly deploymentRoleArn: pulumi.Output<string>

  constructor(name: string, args: DeploymentAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:DeploymentAccess', name, opts)
    const parent = this

    const providerArn = args.makesProvider ? createProvider() : existingProvider()
    this.previewRoleArn = createRole('preview', 'preview', {
      managedPolicyArns: { '': READ_ONLY },
      seconds: PREVIEW_SECONDS,
      policy: pulumi.output(JSON.stringify(previewLimits())),
    })
    this.deploymentRoleArn = createRole('apply', args.environment, {
      managedPolicyArns: { '': READ_ONLY, ...createWrites('apply') },
      seconds: DEPLOYMENT_SECONDS,
      policy: pulumi
        .all([args.accountId, args.boundaryArn])
        .apply(([accountId, boundaryArn]) => JSON.stringify(deploymentRights({ accountId, boundaryArn }))),
    })
    this.registerOutputs({})

    /** No thumbprint: AWS checks GitHub's certificate against its own store of authorities. */
    function createProvider(): pulumi.Output<string> {
      return new aws.iam.OpenIdConnectProvider(
        name,
        { url: `https://${GITHUB_ISSUER}`, clientIdLists: ['sts.amazonaws.com'] },
        { parent },
      ).arn
    }

    function existingProvider(): pulumi.Output<string> {
      return pulumi.interpolate`arn:aws:iam::${args.accountId}:oidc-provider/${GITHUB_ISSUER}`
    }

    /** ARNs of the policies that hold what the role writes, by what their names end in. */
    function createWrites(purpose: string): Record<string, pulumi.Output<string>> {
      return Object.fromEntries(
        Object.entries(DEPLOYMENT_WRITES).map(([part, writes]) => {
          const policy = pulumi
            .output(args.accountId)
            .apply((accountId) => JSON.stringify(writesPolicy(writes, accountId)))
          const description = `What a deployment of Meridian writes: ${part}`
          const { arn } = new aws.iam.Policy(
            `${name}-${purpose}-${part}`,
            { description, policy },
            { parent },
          )
          return [`-${part}`, arn]
        }),
      )
    }

    function createRole(
      purpose: string,
      environment: string,
      rights: {
        /** By the end of the attachment's name. */
        managedPolicyArns: Readonly<Record<string, pulumi.Input<string>>>
        seconds: number
        policy: pulumi.Output<string>
      },
    ): pulumi.Output<string> {
      const roleName = `${name}-${purpose}`
      const role = new aws.iam.Role(
        roleName,
        {
          assumeRolePolicy: providerArn.apply((arn) =>
            JSON.stringify(assumedByWorkflow(arn, args.repository, environment)),
          ),
          maxSessionDuration: rights.seconds,
        },
        { parent },
      )
      const managed = Object.entries(rights.managedPolicyArns).map(
        ([end, policyArn]) =>
          new aws.iam.RolePolicyAttachment(`${roleName}${end}`, { role: role.name, policyArn }, { parent }),
      )
      const own = new aws.iam.RolePolicy(roleName, { role: role.name, policy: rights.policy }, { parent })
      return once(role.arn, ...managed, own)
    }
  }
}
