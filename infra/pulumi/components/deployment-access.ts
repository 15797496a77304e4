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

export interface DeploymentAccessArgs {
  accountId: pulumi.Input<string>
  /** `owner/name` on GitHub. */
  repository: string
  /** Whether the account's OpenID provider is made here, or is there already. */
  makesProvider: boolean
  /** What the roles that a deployment makes must stay inside of. */
  boundaryArn: pulumi.Input<string>
  /** GitHub environment whose approval a deployment needs: the stack's name. */
  environment: string
}

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const ALL_BUT_IAM = 'arn:aws:iam::aws:policy/PowerUserAccess'
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
      managedPolicyArn: READ_ONLY,
      seconds: PREVIEW_SECONDS,
      policy: pulumi.output(JSON.stringify(previewLimits())),
    })
    this.deploymentRoleArn = createRole('apply', args.environment, {
      managedPolicyArn: ALL_BUT_IAM,
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

    function createRole(
      purpose: string,
      environment: string,
      rights: { managedPolicyArn: string; seconds: number; policy: pulumi.Output<string> },
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
      const managed = new aws.iam.RolePolicyAttachment(
        roleName,
        { role: role.name, policyArn: rights.managedPolicyArn },
        { parent },
      )
      const own = new aws.iam.RolePolicy(roleName, { role: role.name, policy: rights.policy }, { parent })
      return once(role.arn, managed, own)
    }
  }
}
