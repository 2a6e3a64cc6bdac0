-- Puts mappings under other hashes. One that has changed since it was read is left alone. Lives stay as they are.
-- KEYS  hashes
-- ARGV  stem of the originals' keys, (old hash, old mapping, old original or '', new hash, new mapping, new original)…
-- Answer  how many were put
local put = 0
for at = 2, #ARGV, 6 do
  local mapping, original = ARGV[at + 1], ARGV[at + 2]
  local key = ARGV[1] .. string.match(mapping, '^([^:]*:%d+)|')
  local same = redis.call('HGET', KEYS[1], ARGV[at]) == mapping and (redis.call('GET', key) or '') == original
  if same and redis.call('HSETNX', KEYS[1], ARGV[at + 3], ARGV[at + 4]) == 1 then
    redis.call('HDEL', KEYS[1], ARGV[at])
    if original ~= '' then redis.call('SET', key, ARGV[at + 5], 'KEEPTTL') end
    put = put + 1
  end
end
return put
