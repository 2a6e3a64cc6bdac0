-- Deletes a scope's mappings in steps: the first takes them out of use at once, each removes some thousand originals.
-- Counters stay, so no number comes back.
-- KEYS  hashes, counters, names, hashes being deleted
-- ARGV  stem of the originals' keys, channel, tag, '1' to take out of use, cursor
-- Answer  next cursor, originals removed, mappings left to remove, 1 if taken out of use (0: a deletion is unfinished)
local taken = 0
if ARGV[4] == '1' then
  if redis.call('EXISTS', KEYS[4]) == 0 then
    if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('RENAME', KEYS[1], KEYS[4]) end
    taken = 1
  end
  redis.call('UNLINK', KEYS[3])
  redis.call('HINCRBY', KEYS[2], '#gone', 1)
  redis.call('PUBLISH', ARGV[2], 'gone ' .. ARGV[3])
end
local removed = 0
local page = redis.call('HSCAN', KEYS[4], ARGV[5], 'COUNT', 1000)
for at = 1, #page[2], 2 do
  local id = string.match(page[2][at + 1], '^([^:]*:%d+)|')
  removed = removed + redis.call('UNLINK', ARGV[1] .. id)
  redis.call('HDEL', KEYS[4], page[2][at])
end
return { page[1], removed, redis.call('HLEN', KEYS[4]), taken }
