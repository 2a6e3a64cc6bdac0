-- Counts a scope page by page.
-- KEYS  hashes, counters, names
-- ARGV  stem of the originals' keys, cursor
-- Answer  next cursor, mappings, names, how many prefixes, (prefix, highest number)…, prefix of each live original…
local page = redis.call('HSCAN', KEYS[1], ARGV[2], 'COUNT', 1000)
local answer = { page[1], redis.call('HLEN', KEYS[1]), redis.call('ZCARD', KEYS[3]), 0 }
local counters = redis.call('HGETALL', KEYS[2])
for at = 1, #counters, 2 do
  if string.sub(counters[at], 1, 1) ~= '#' then
    answer[#answer + 1] = counters[at]
    answer[#answer + 1] = tonumber(counters[at + 1])
    answer[4] = answer[4] + 1
  end
end
for at = 2, #page[2], 2 do
  local id = string.match(page[2][at], '^([^:]*:%d+)|')
  if redis.call('EXISTS', ARGV[1] .. id) == 1 then answer[#answer + 1] = string.match(id, '^[^:]*') end
end
return answer
