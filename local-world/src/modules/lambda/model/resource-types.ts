/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  lambdaFunction: 'aws:lambda/function:Function',
  permission: 'aws:lambda/permission:Permission',
} as const
