/**
 * What Redis does in one step. Assignments are JSON in one hash; lists in them are written as words joined by blanks,
 * because Redis cannot tell an empty list from an empty object.
 */

/**
 * KEYS assignments, counts, retired, tokens. ARGV agent, expected generation, fence, least generation, subscription or
 * '', cause, time, digest of the token that the writer would bring along or ''. Replies {kind, assignment}. A number of a lock is compared with the greatest that ever wrote here: the
 * holder of a later lock may have written while this one stood still.
 */
export const CHANGE = `
local raw = redis.call('HGET', KEYS[1], ARGV[1])
local old = raw and cjson.decode(raw) or nil
local fence = tonumber(ARGV[3])
if old and fence < old.fence then return {'fenced', raw} end
local generation = old and old.generation or 0
if generation ~= tonumber(ARGV[2]) then return {'changed', raw or ''} end
if ARGV[5] ~= '' and redis.call('ZSCORE', KEYS[3], ARGV[5]) then return {'retired', ''} end
if ARGV[5] ~= '' and ARGV[8] ~= '' then
  local present = redis.call('HGET', KEYS[4], ARGV[5])
  if present and present ~= ARGV[8] then return {'outdated', ''} end
end
local live = old and old.maybeLive or ''
if old and old.subscriptionId ~= '' and not string.find(' ' .. live .. ' ', ' ' .. old.subscriptionId .. ' ', 1, true) then
  live = live == '' and old.subscriptionId or (live .. ' ' .. old.subscriptionId)
end
local new = {
  agent = ARGV[1], subscriptionId = ARGV[5], cause = ARGV[6], sinceMs = tonumber(ARGV[7]),
  generation = math.max(generation + 1, tonumber(ARGV[4]), fence), fence = fence,
  confirmedGeneration = old and old.confirmedGeneration or 0, maybeLive = live, result = ''
}
if old and old.subscriptionId ~= '' then redis.call('HINCRBY', KEYS[2], old.subscriptionId, -1) end
if ARGV[5] ~= '' then redis.call('HINCRBY', KEYS[2], ARGV[5], 1) end
local json = cjson.encode(new)
redis.call('HSET', KEYS[1], ARGV[1], json)
return {'assigned', json}`;

/**
 * KEYS assignments. ARGV agent, generation, result, '1' when what is live is known, what is live, what may have reached
 * the agent after a later order: then nothing is confirmed any more; by which code the result is told, or ''.
 */
export const SETTLE = `
local raw = redis.call('HGET', KEYS[1], ARGV[1])
if not raw then return 0 end
local row = cjson.decode(raw)
if row.generation ~= tonumber(ARGV[2]) then
  if ARGV[6] == '' or row.generation < tonumber(ARGV[2]) then return 0 end
  row.confirmedGeneration = 0
  for id in string.gmatch(ARGV[6], '%S+') do
    if not string.find(' ' .. row.maybeLive .. ' ', ' ' .. id .. ' ', 1, true) then
      row.maybeLive = row.maybeLive == '' and id or (row.maybeLive .. ' ' .. id)
    end
  end
  redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(row))
  return 0
end
row.result = ARGV[3]
row.said = ARGV[7]
if ARGV[4] == '1' then
  row.confirmedGeneration = row.generation
  row.maybeLive = ARGV[5]
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(row))
return 1`;

/** KEYS assignments, counts. ARGV agent. */
export const FORGET = `
local raw = redis.call('HGET', KEYS[1], ARGV[1])
if not raw then return 0 end
local row = cjson.decode(raw)
if row.subscriptionId ~= '' then redis.call('HINCRBY', KEYS[2], row.subscriptionId, -1) end
return redis.call('HDEL', KEYS[1], ARGV[1])`;

/** KEYS failures, newest, of the agent. ARGV event, time, field of the newest, oldest to keep, most to keep. */
export const APPEND_FAILURE = `
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZADD', KEYS[3], ARGV[2], ARGV[1])
for _, key in ipairs({KEYS[1], KEYS[3]}) do
  redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. ARGV[4])
  redis.call('ZREMRANGEBYRANK', key, 0, -1 - tonumber(ARGV[5]))
end
redis.call('PEXPIRE', KEYS[3], ARGV[6])
local known = redis.call('HGET', KEYS[2], ARGV[3])
if not known or cjson.decode(known).occurredAtMs <= tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[2], ARGV[3], ARGV[1])
end
return 1`;

/** KEYS tokens. ARGV field of the key, a key, subscription, digest or ''. Replies {key, digest or ''}. */
export const REGISTER_TOKEN = `
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
if ARGV[4] ~= '' then redis.call('HSETNX', KEYS[1], ARGV[3], ARGV[4]) end
return {redis.call('HGET', KEYS[1], ARGV[1]), redis.call('HGET', KEYS[1], ARGV[3]) or ''}`;

/** KEYS names. ARGV name, proposed id. An id that is claimed already was given another name by another host. */
export const CLAIM_NAME = `
local id = redis.call('HGET', KEYS[1], ARGV[1])
if id then return id end
for _, known in ipairs(redis.call('HVALS', KEYS[1])) do
  if known == ARGV[2] then return known end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return ARGV[2]`;

/** KEYS names. ARGV former name, new name, id. Replies 0 when another subscription has the new name. */
export const RENAME = `
local owner = redis.call('HGET', KEYS[1], ARGV[2])
if owner and owner ~= ARGV[3] then return 0 end
redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
if ARGV[1] ~= ARGV[2] and redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[3] then redis.call('HDEL', KEYS[1], ARGV[1]) end
return 1`;
