/**
 * Models that the network's gateways serve, as far as the public Python SDK of OpenGradient names them (its `TEE_LLM`
 * list). There is no private way to ask a gateway, so this list may lag; it is only shown, and a request may name any
 * other model.
 */
export const BUILT_IN_MODELS: readonly string[] = [
  'anthropic/claude-haiku-4-5',
  'anthropic/claude-opus-4-5',
  'anthropic/claude-opus-4-6',
  'anthropic/claude-sonnet-4-5',
  'anthropic/claude-sonnet-4-6',
  'google/gemini-2.5-flash',
  'google/gemini-2.5-flash-lite',
  'google/gemini-2.5-pro',
  'google/gemini-3-flash-preview',
  'google/gemini-3-pro-preview',
  'openai/gpt-4.1-2025-04-14',
  'openai/gpt-5',
  'openai/gpt-5-mini',
  'openai/gpt-5.2',
  'openai/o4-mini',
  'x-ai/grok-4',
  'x-ai/grok-4-1-fast',
  'x-ai/grok-4-1-fast-non-reasoning',
  'x-ai/grok-4-fast',
];
