import { LambdaClient } from '@aws-sdk/client-lambda'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { onTestFinished } from 'vitest'
import { startLambda } from '../../src/modules/lambda/engine/start.ts'
import { planLambda } from '../../src/modules/lambda/plan/plan.ts'
import { TYPES as LAMBDA, lambdaResources } from '../../src/modules/lambda/resources.ts'
import { startNetwork } from '../../src/modules/network/engine/start.ts'
import { planNetwork } from '../../src/modules/network/plan/plan.ts'
import { secretsmanager } from '../../src/modules/secretsmanager/index.ts'
import { TYPES as SECRETS, secretsManagerResources } from '../../src/modules/secretsmanager/resources.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { serveAwsEndpoints } from '../../src/world/aws-endpoints.ts'
import { TestProgram } from '../support/program.ts'
import { OPEN } from '../support/test-trust.ts'
import { createTestWorld } from '../support/test-world.ts'

const KEY = '4dabf18193072939515e22adb298388d'
const ARCHIVE = '0def7320c3a5731c473e5ecbe6d01bc7'
const ASSET = 'c44067f5952c0a294b673a41bacd8c17'

/** An archive as Pulumi passes it to an engine. */
export const archiveOf = (files: Readonly<Record<string, string>>) => ({
  [KEY]: ARCHIVE,
  assets: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, { [KEY]: ASSET, text }])),
})

/** A function outside every VPC and the secret that it rotates, with Lambda's and Secrets Manager's APIs. */
export async function startFunction(
  files: Readonly<Record<string, string>>,
  settings: object = {},
  more: (program: TestProgram) => void = () => {},
) {
  const program = new TestProgram({ ...lambdaResources, ...secretsManagerResources })
  const rotator = program.add(LAMBDA.lambdaFunction, 'rotator', {
    name: 'rotator',
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    role: 'arn:aws:iam::000000000000:role/rotator',
    code: archiveOf(files),
    timeout: 30,
    environment: { variables: { COLOUR: 'blue' } },
    ...settings,
  })
  const secret = program.add(SECRETS.secret, 'database', {
    name: 'database',
    replicas: [{ region: 'us-west-2' }],
  })
  program.add(SECRETS.secretVersion, 'database', { secretId: secret.id, secretString: 'first' })
  program.add(SECRETS.secretRotation, 'database', {
    secretId: secret.id,
    rotationLambdaArn: rotator.outputs.arn,
    rotateImmediately: false,
    rotationRules: { scheduleExpression: 'rate(7 days)', duration: '3h' },
  })
  more(program)
  const graph = program.graph()
  const plain = createTestWorld({ graph })
  const world = { ...plain, certificates: await createAuthority(plain.folders.run) }
  const network = await startNetwork(planNetwork(graph), world)
  const secrets = await secretsmanager.start(secretsmanager.plan(graph), world)
  const lambda = startLambda(planLambda(graph), world, { network, secrets })
  const services = [lambda.control, secrets.control].flatMap((control) => control ?? [])
  const control = await startControlEndpoint(services, world.journal, OPEN)
  const endpoints = await serveAwsEndpoints({
    services: control.outages.services,
    controlPort: control.port,
    network,
    certificates: world.certificates,
  })
  const clientOptions = (region: string) => ({
    endpoint: `http://127.0.0.1:${control.port}`,
    region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'local' },
  })
  const lambdaClient = new LambdaClient(clientOptions('us-east-1'))
  const secretsIn = (region: string) => new SecretsManagerClient(clientOptions(region))
  onTestFinished(async () => {
    lambdaClient.destroy()
    for (const running of [endpoints, control, lambda, secrets, network]) await running[Symbol.asyncDispose]()
  })
  return { world, lambda, secrets, lambdaClient, secretsIn, functionArn: String(rotator.outputs.arn) }
}
