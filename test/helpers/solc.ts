import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import solc from 'solc';
import type { Abi, Hex } from 'viem';

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts?: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly abi: Abi; readonly evm: { readonly bytecode: { readonly object: string } } }>>
    >
  >;
}

/** The compiler's one call; the package's own types know nothing of it. */
const compiler = solc as unknown as { compile(input: string): string };

/** Compiles the contract named like its file. Throws with the compiler's own messages. */
export function compileContract(file: URL): { readonly abi: Abi; readonly bytecode: Hex } {
  const name = basename(file.pathname, '.sol');
  const input = {
    language: 'Solidity',
    sources: { [name]: { content: readFileSync(file, 'utf8') } },
    settings: {
      evmVersion: 'paris',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
    },
  };
  const output = JSON.parse(compiler.compile(JSON.stringify(input))) as SolcOutput;
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  const contract = output.contracts?.[name]?.[name];
  if (errors.length > 0 || contract === undefined) {
    throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n') || `${name} was not compiled`);
  }
  return { abi: contract.abi, bytecode: `0x${contract.evm.bytecode.object}` };
}
