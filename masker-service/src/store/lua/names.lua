-- The names learned after a version. Those whose original has expired are dropped.
-- KEYS  counters, names
-- ARGV  stem of the originals' keys, version
-- Answer  names version, removals, replication id, (id, original)…
local version, gone, replid = state(KEYS[1])
local answer = { version, gone, replid }
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[2], '+inf')) do
  local original = redis.call('GET', ARGV[1] .. id)
  if original then
    answer[#answer + 1] = id
    answer[#answer + 1] = original
  else
    redis.call('ZREM', KEYS[2], id)
  end
end
return answer
