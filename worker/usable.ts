import { ChannelError } from '../channels/errors.ts';
import type { Channel } from '../channels/types.ts';
import { type Config, ConfigError } from '../config/index.ts';

/** The channel's own sentence, which never repeats what is set, under the name of the variable. */
export function usable<T extends Channel>(variable: keyof Config, create: () => T): T {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw new ConfigError(
      `wrong environment: ${variable} cannot be used. ${error.message} See .env.example.`,
    );
  }
}
