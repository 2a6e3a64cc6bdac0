-- Does once what the other scripts do, and undoes it: fails as they would, naming the command.
-- KEYS  hashes, counters, names, an original of a scope that nobody has
-- ARGV  channel
local hashes, counters, names, original = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local steps = {
  { 'HMGET', counters, 'probe' },
  { 'HSET', hashes, 'probe', '1' },
  { 'HSETNX', hashes, 'probe', '1' },
  { 'HGET', hashes, 'probe' },
  { 'HLEN', hashes },
  { 'HSCAN', hashes, '0' },
  { 'HDEL', hashes, 'probe' },
  { 'HINCRBY', counters, 'probe', '1' },
  { 'HKEYS', counters },
  { 'HGETALL', counters },
  { 'ZADD', names, '1', 'probe' },
  { 'ZSCORE', names, 'probe' },
  { 'ZCARD', names },
  { 'ZRANGEBYSCORE', names, '0', '1' },
  { 'ZREM', names, 'probe' },
  { 'SET', original, '1', 'PX', '1000' },
  { 'GET', original },
  { 'EXISTS', original },
  { 'PEXPIRE', original, '1000' },
  { 'RENAME', original, hashes },
  { 'UNLINK', hashes, counters, names, original },
  { 'PUBLISH', ARGV[1], 'probe' },
}
for _, step in ipairs(steps) do
  local answer = redis.pcall(unpack(step))
  if type(answer) == 'table' and answer.err then
    return redis.error_reply(answer.err .. " ('" .. string.lower(step[1]) .. "' command)")
  end
end
return 1
