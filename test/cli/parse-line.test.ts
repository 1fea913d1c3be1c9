import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { parseLine } from '../../src/cli/parse-line.ts';

function read(line: string) {
  return parseLine(line.split(' ').filter(Boolean), COMMANDS);
}

function faultOf(line: string): string {
  try {
    read(line);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

function textOf(line: string): string {
  const result = read(line);
  return result.kind === 'text' ? result.text : 'no text';
}

describe('parseLine', () => {
  test('finds the command and its options', () => {
    const line = read('run --model m -c x.json --seed 7 --batch-norm keep --json --no-resume');
    expect(line).toMatchObject({
      kind: 'command',
      command: { name: 'run' },
      args: { model: 'm', config: 'x.json', seed: 7, 'batch-norm': 'keep', json: true, resume: false },
    });
  });

  test('leaves what looks like a number alone where a name is meant', () => {
    expect(read('inspect 0x10')).toMatchObject({ args: { model: '0x10' } });
    expect(read('run --model 1e3 --layers 007')).toMatchObject({ args: { model: '1e3', layers: '007' } });
  });

  test('takes the values of an option that is given several times as a list, of others the last', () => {
    expect(read('run --replica a --seed 1 --replica=b --replica c,d --seed 2')).toMatchObject({
      args: { replica: 'a,b,c,d', seed: 2 },
    });
    expect(read('run --draws 2 --seed=3 --draws 1 --seed -1 --seed=1')).toMatchObject({
      args: { draws: 1, seed: 1 },
    });
    expect(faultOf('run --replica a --replica')).toContain('--replica: expected a value, found none');
  });

  test('says what is wrong with a line', () => {
    const lines = [
      '',
      'rnu',
      'xyzzy',
      'run --sed 3',
      'run --xyzzy',
      'run --batchNorm keep',
      'run extra',
      'run --seed',
      'run --model --inputs x',
      'randomize',
      'randomize model --out x',
      'compare a.npy',
      'demo --model x',
      'baseline keep',
      'randomize model',
    ];
    expect(`\n${lines.map(faultOf).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      A command is needed, for example \`npx saliency-sanity demo\`. See npx saliency-sanity --help.
      unknown command rnu. Did you mean run?
      unknown command xyzzy. Commands: run, demo, init, baseline, figure, explain, randomize, compare, cache, methods, inspect.
      run: unknown argument: sed. Did you mean --set or --seed? See npx saliency-sanity run --help.
      run: unknown argument: xyzzy. See npx saliency-sanity run --help.
      run: unknown argument: batchNorm. Did you mean --batch-norm or --batch? See npx saliency-sanity run --help.
      run: unknown argument: extra. See npx saliency-sanity run --help.
      run: --seed: expected a value, found none. See npx saliency-sanity run --help.
      run: --model: expected a value, found none. See npx saliency-sanity run --help.
      randomize: expected randomize <model>, found nothing. See npx saliency-sanity randomize --help.
      randomize: expected --stage, found none. See npx saliency-sanity randomize --help.
      compare: expected compare <a> <b>, found 1 of 2. See npx saliency-sanity compare --help.
      demo: unknown argument: model. See npx saliency-sanity demo --help.
      baseline: action: expected one of update, compare, found "keep". See npx saliency-sanity baseline --help.
      randomize: expected --stage, --out, found none. See npx saliency-sanity randomize --help.
      "
    `);
  });

  test('prints the version', () => {
    expect(textOf('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('prints help of the program', () => {
    expect(textOf('--help')).toMatchInlineSnapshot(`
      "saliency-sanity <command> [options]

      Does an explanation depend on what the network learned?

      Commands:
        saliency-sanity run                Check the explanations of a model
        saliency-sanity demo               Run the checks on a small digits network
                                           that is part of the package
        saliency-sanity init               Write a configuration and a vitest file
                                           into this folder
        saliency-sanity baseline <action>  Keep a finished run as baseline, or compare
                                           a run with it
        saliency-sanity figure <run>       Draw the figures of a finished run again
        saliency-sanity explain            Write the maps of a model, as .npy files
                                           and pictures
        saliency-sanity randomize <model>  Write the randomised model of one stage,
                                           for other tools to look at
        saliency-sanity compare <a> <b>    Similarities of the maps in two .npy files,
                                           pair by pair
        saliency-sanity cache <action>     List or delete the networks that runs have
                                           trained and keep
        saliency-sanity methods            List the explanation methods with their
                                           default settings
        saliency-sanity inspect <model>    A model's layers, and how each would be
                                           randomised

      Options:
            --version  Show version number                                   [boolean]
        -h, --help     Show help                                             [boolean]

      Examples:
        npx saliency-sanity demo                  The checks on a small network that
                                                  is part of the package
        npx saliency-sanity run --model model     The checks on a network of your own
        --inputs images

      npx saliency-sanity <command> --help shows a command's options.
      "
    `);
  });

  test.each(COMMANDS.map((command) => [command.name, command] as const))(
    'help of %s fits 80 columns and names every option',
    (name, command) => {
      const help = textOf(`${name} --help`);
      expect(help).toContain(command.summary);
      for (const option of Object.keys(command.options)) expect(help).toContain(`--${option}`);
      for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    },
  );

  test.each(COMMANDS.flatMap(({ examples }) => examples.map(([line]) => [line])))(
    'the example of the help is a line that makes sense: %s',
    (line) => {
      expect(read(line).kind).toBe('command');
    },
  );
});
