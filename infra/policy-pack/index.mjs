// The pack's entry. Not TypeScript: Pulumi's runner would compile it with its own compiler, which knows no ES modules. From here
// on Node itself reads TypeScript.
import './src/pack.ts'
