/** One instruction of a Dockerfile, with its lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The stages of a Dockerfile. https://docs.docker.com/reference/dockerfile/ */
export function stagesOf(recipe: string): readonly (readonly Instruction[])[] {
  const joined = recipe.replaceAll(/^\s*#.*\n/gm, '').replaceAll(/\\\n\s*/g, '');
  const instructions = joined
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => {
      const [, name = '', text = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name, text };
    });
  return instructions.reduce<Instruction[][]>((stages, instruction) => {
    if (instruction.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
    return stages;
  }, []);
}

/** The text of the only instruction of that name. Throws when there is another number of them. */
export function only(stage: readonly Instruction[], name: string): string {
  const [found, ...more] = stage.filter(instruction => instruction.name === name);
  if (found === undefined || more.length > 0) throw new Error(`There is not one ${name}.`);
  return found.text;
}

/** A command in the form of a JSON list. */
export function words(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}

/** The variables of an ENV. */
export function variables(text: string): Record<string, string> {
  return Object.fromEntries(text.split(/\s+/).map(pair => pair.split('=') as [string, string]));
}
