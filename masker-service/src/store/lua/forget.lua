-- Forgets one value under all its hashes. Its number stays burnt, since counters are not touched.
-- KEYS  hashes, counters, names
-- ARGV  stem of the originals' keys, channel, tag, hash…
-- Answer  how many mappings were there
local forgotten = 0
for at = 4, #ARGV do
  local mapping = redis.call('HGET', KEYS[1], ARGV[at])
  if mapping then
    local id = string.match(mapping, '^([^:]*:%d+)|')
    redis.call('HDEL', KEYS[1], ARGV[at])
    redis.call('UNLINK', ARGV[1] .. id)
    redis.call('ZREM', KEYS[3], id)
    forgotten = forgotten + 1
  end
end
if forgotten > 0 then
  redis.call('HINCRBY', KEYS[2], '#gone', 1)
  redis.call('PUBLISH', ARGV[2], 'gone ' .. ARGV[3])
end
return forgotten
