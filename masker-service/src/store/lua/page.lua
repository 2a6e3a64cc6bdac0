-- A page of a scope's mappings, for re-hashing.
-- KEYS  hashes
-- ARGV  stem of the originals' keys, cursor
-- Answer  next cursor, (hash, mapping, original or nil)…
local page = redis.call('HSCAN', KEYS[1], ARGV[2], 'COUNT', 200)
local answer = { page[1] }
for at = 1, #page[2], 2 do
  local mapping = page[2][at + 1]
  answer[#answer + 1] = page[2][at]
  answer[#answer + 1] = mapping
  answer[#answer + 1] = redis.call('GET', ARGV[1] .. string.match(mapping, '^([^:]*:%d+)|'))
end
return answer
